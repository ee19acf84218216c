"""The progress bar of a long loop."""

import sys

from tqdm import tqdm


def progress(iterable):
    """Iterate over ``iterable`` and show how far along it is.

    Loops that end within half a second show nothing. The bar goes to standard
    output as text, so that it reads the same in every notebook, saved or not.
    """
    return tqdm(iterable, file=sys.stdout, delay=0.5, mininterval=0.2, ncols=78)

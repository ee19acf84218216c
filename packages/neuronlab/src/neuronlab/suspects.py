"""Three gradients with a mistake each, for the student to diagnose."""


def suspects(gradients):
    """Return three wrong versions of ``gradients``: a dict of name to function.

    They are made from the student's own function, so that nothing of it is
    given away: A sums over the images instead of averaging, B exchanges labels
    and outputs, C weighs every image by the slope of the sigmoid, as the
    squared error would.
    """

    def a(X, Y, Y_hat):
        total_W, total_b = gradients(X, Y, Y_hat)
        return X.shape[1] * total_W, X.shape[1] * total_b

    def b(X, Y, Y_hat):
        return gradients(X, Y_hat, Y)

    def c(X, Y, Y_hat):
        return gradients(X, Y, Y + (Y_hat - Y) * Y_hat * (1 - Y_hat))

    return {"A": a, "B": b, "C": c}

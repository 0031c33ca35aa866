namespace Lit.Components.Salience;

/// <summary>How one number is made of the gradient of a part of the input.</summary>
internal enum GradientScore
{
    /// <summary>The length ‖g‖₂ of the gradient.</summary>
    Norm,

    /// <summary>The product g · x with the input.</summary>
    Product,

    /// <summary>The sum of the gradient, which keeps its sign.</summary>
    Sum,
}

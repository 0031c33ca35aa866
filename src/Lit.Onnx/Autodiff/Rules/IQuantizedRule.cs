namespace Lit.Onnx.Autodiff.Rules;

/// <summary>A rule of an operator whose integers stand for rounded numbers, so that a gradient passes through them.</summary>
internal interface IQuantizedRule : IGradientRule
{
    /// <summary>Whether an output stands for numbers on the path; scales and zero points count as constants.</summary>
    /// <param name="output">The position of the output.</param>
    bool Carries(int output);
}

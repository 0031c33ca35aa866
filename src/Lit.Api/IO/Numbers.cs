using System.Numerics.Tensors;

namespace Lit.Api.IO;

/// <summary>Tells whether plain JSON can hold the numbers of a value.</summary>
internal static class Numbers
{
    public static bool AreFinite(object? value) => value switch
    {
        double number => double.IsFinite(number),
        float number => float.IsFinite(number),
        Tensor<float> tensor => AreFinite(tensor),
        IReadOnlyList<double> list => list.All(double.IsFinite),
        IReadOnlyList<float> list => list.All(float.IsFinite),
        _ => true,
    };

    private static bool AreFinite(Tensor<float> tensor)
    {
        foreach (float number in tensor)
        {
            if (!float.IsFinite(number))
            {
                return false;
            }
        }

        return true;
    }
}

using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>Whether the fields of a dataset can be fed to a model.</summary>
/// <remarks>What counts is the kind of the values: bounds and steps of a number are for forms, not for
/// models.</remarks>
internal static class FieldFit
{
    public static Compatibility Check(Spec input, Spec data)
    {
        List<SpecMismatch> mismatches = [];
        foreach (var (field, wanted) in input)
        {
            if (!data.TryGetValue(field, out LitType? found))
            {
                if (wanted.Required)
                {
                    mismatches.Add(new SpecMismatch(field, $"a {wanted.GetType().Name} field", "no such field"));
                }
            }
            else if (!IsSameKind(wanted, found))
            {
                mismatches.Add(
                    new SpecMismatch(field, $"a {wanted.GetType().Name} field", $"a {found.GetType().Name} field"));
            }
            else if (wanted is CategoryLabel { Vocab: { } known } && found is CategoryLabel { Vocab: { } labels }
                && labels.Where(label => !known.Contains(label)).ToArray() is [var unknown, ..])
            {
                mismatches.Add(new SpecMismatch(field, $"labels of {known}", $"'{unknown}'"));
            }
        }

        return new Compatibility(mismatches);
    }

    private static bool IsSameKind(LitType wanted, LitType found) =>
        wanted.ValueType == found.ValueType || (wanted is Scalar && found is Scalar);
}

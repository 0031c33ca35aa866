using Lit.Types;

namespace Lit.Api;

/// <summary>LIT's rule for which data a model can read.</summary>
internal static class ModelFit
{
    public static Compatibility Check(Spec input, Spec data)
    {
        List<SpecMismatch> mismatches = [];
        foreach (var (field, wanted) in input)
        {
            if (!data.TryGetValue(field, out var found))
            {
                if (wanted.Required)
                {
                    mismatches.Add(new(field, $"a {wanted.GetType().Name} field", "no such field"));
                }
            }
            else if (!(found with { Required = true }).Equals(wanted with { Required = true }))
            {
                mismatches.Add(new(field, wanted.ToString(), found.ToString()));
            }
        }

        return new Compatibility(mismatches);
    }
}

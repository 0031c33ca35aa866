using Lit.Types;

namespace Lit.Api;

/// <summary>An empty dataset that has the fields some models need, so that they can be used without data.</summary>
public static class NoData
{
    /// <summary>The name under which a host lists such a dataset.</summary>
    public const string Name = "_union_empty";

    /// <summary>An empty dataset with the required input fields of all models.</summary>
    /// <param name="models">The models.</param>
    /// <exception cref="LitException">Two models need a field of one name with different types.</exception>
    public static Dataset For(IEnumerable<Model> models)
    {
        var dataset = For(models, out var conflicts);
        return conflicts.IsCompatible
            ? dataset
            : throw new LitException($"No dataset fits all models: {conflicts}. Give the fields of one of them other names.");
    }

    /// <summary>An empty dataset with the required input fields of all models, where they agree.</summary>
    /// <param name="models">The models.</param>
    /// <param name="conflicts">
    /// The fields that two models need with different types; the dataset has none of them.
    /// </param>
    public static Dataset For(IEnumerable<Model> models, out Compatibility conflicts)
    {
        ArgumentNullException.ThrowIfNull(models);
        var fields = new OrderedDictionary<string, LitType>(StringComparer.Ordinal);
        List<SpecMismatch> mismatches = [];
        foreach (var model in models)
        {
            foreach (var (field, type) in model.InputSpec.Where(pair => pair.Value.Required))
            {
                if (!fields.TryAdd(field, type) && !fields[field].Equals(type))
                {
                    mismatches.Add(new(field, fields[field].ToString(), $"{type} of model '{model.Name}'"));
                }
            }
        }

        foreach (var mismatch in mismatches)
        {
            fields.Remove(mismatch.Field);
        }

        conflicts = new Compatibility(mismatches);
        return new Dataset(Spec.Create([.. fields]), [], Name, "");
    }
}

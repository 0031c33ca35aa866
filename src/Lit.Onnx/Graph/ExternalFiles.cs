namespace Lit.Onnx.Graph;

/// <summary>The files beside a model that hold weights, each looked up once, and the ranges of them that tensors claim.</summary>
internal sealed class ExternalFiles
{
    /// <summary>How often over the bytes of a file may be claimed; tied weights claim theirs twice or three times.</summary>
    private const int MaxUses = 16;

    private readonly Dictionary<string, (string Path, long Length)> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(long Offset, long Length, string Tensor)>> _claims = new(StringComparer.Ordinal);

    /// <summary>The real path and the length of a file, found by the first call for a location.</summary>
    public (string Path, long Length) Find(string location, Func<string, (string Path, long Length)> find)
    {
        if (!_files.TryGetValue(location, out var found))
        {
            _files[location] = found = find(location);
        }

        return found;
    }

    /// <summary>Notes that a tensor takes its values from a range.</summary>
    public void Claim(ExternalData data, string tensor)
    {
        if (data.Length == 0)
        {
            return;
        }

        if (!_claims.TryGetValue(data.Path, out var claims))
        {
            _claims[data.Path] = claims = [];
        }

        claims.Add((data.Offset, data.Length, tensor));
    }

    /// <summary>Checks the ranges that were claimed against each other.</summary>
    /// <exception cref="OnnxModelException">Two of them overlap in part, or one is claimed too often.</exception>
    public void Check(string model)
    {
        foreach (var (path, claims) in _claims)
        {
            string name = Path.GetFileName(path);
            claims.Sort();
            var (uses, last) = (0, claims[0]);
            foreach (var claim in claims)
            {
                bool same = claim.Offset == last.Offset && claim.Length == last.Length;
                if (!same && claim.Offset < last.Offset + last.Length)
                {
                    throw new OnnxModelException(
                        model,
                        $"tensor '{claim.Tensor}'",
                        $"expected values of its own, or all of those of another tensor, found a part of those of '{last.Tensor}' "
                        + $"({claim.Length} bytes from {claim.Offset} on in '{name}').");
                }

                uses = same ? uses + 1 : 1;
                if (uses > MaxUses)
                {
                    throw new OnnxModelException(
                        model,
                        $"tensor '{claim.Tensor}'",
                        $"expected at most {MaxUses} tensors with the same values in '{name}', found more; let them be one.");
                }

                last = claim;
            }
        }
    }
}

using System.Runtime.InteropServices;

namespace Lit.Metrics.Text;

/// <summary>
/// Weighs tokens by how rare they are among documents: ln((N + 1) / (n + 1)) for a token that n of N documents have.
/// </summary>
public sealed class InverseDocumentFrequency
{
    private readonly Dictionary<string, int> _documents = new(StringComparer.Ordinal);
    private readonly int _count;

    /// <summary>Counts documents, such as the references of a corpus.</summary>
    /// <param name="documents">The tokens of each.</param>
    public InverseDocumentFrequency(IEnumerable<IReadOnlyList<string>> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        foreach (IReadOnlyList<string> document in documents)
        {
            _count++;
            foreach (string token in document.Distinct(StringComparer.Ordinal))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_documents, token, out _)++;
            }
        }
    }

    /// <summary>The weight of a token, at least 0; that of one that no document has is the greatest.</summary>
    public double this[string token] => Math.Log((_count + 1.0) / (_documents.GetValueOrDefault(token) + 1.0));

    /// <summary>The weights of the tokens of a text.</summary>
    /// <param name="tokens">The tokens.</param>
    public double[] WeightsOf(IReadOnlyList<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return [.. tokens.Select(token => this[token])];
    }
}

using System.Numerics.Tensors;

namespace Lit.Api;

/// <summary>A model that can show the vectors of its vocabulary.</summary>
public interface IEmbeddingTable
{
    /// <summary>Reads the table.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    ValueTask<EmbeddingTable> GetEmbeddingTableAsync(CancellationToken cancellationToken);
}

/// <summary>The vectors of a vocabulary.</summary>
/// <param name="Tokens">The tokens.</param>
/// <param name="Vectors">Shape <c>[tokens, dimensions]</c>: a row for each of <paramref name="Tokens"/>.</param>
public sealed record EmbeddingTable(IReadOnlyList<string> Tokens, Tensor<float> Vectors);

using System.Numerics.Tensors;
using Lit.Api;

namespace Lit.Components.Paths;

/// <summary>The words of a vocabulary with those whose vectors lie nearest to theirs.</summary>
internal sealed class WordNeighbourhood
{
    private readonly float[] _vectors;
    private readonly int _width;
    private readonly Dictionary<string, int> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int[]> _known = [];
    private readonly int _limit;

    /// <param name="table">The vocabulary.</param>
    /// <param name="limit">How many neighbours a word has.</param>
    public WordNeighbourhood(EmbeddingTable table, int limit)
    {
        _vectors = new float[table.Vectors.FlattenedLength];
        table.Vectors.FlattenTo(_vectors);
        _width = (int)table.Vectors.Lengths[1];
        _limit = limit;
        for (int row = 0; row < table.Tokens.Count; row++)
        {
            _rows.TryAdd(table.Tokens[row], row);
        }
    }

    /// <summary>How many words there are.</summary>
    public int Count => _vectors.Length / _width;

    /// <summary>The row of a token; the nearest one if the vocabulary does not have it.</summary>
    public int RowOf(string token, ReadOnlySpan<double> vector) =>
        _rows.TryGetValue(token, out int row) ? row : Nearest(Narrow(vector), except: -1, limit: 1)[0];

    public ReadOnlySpan<float> Vector(int row) => _vectors.AsSpan(row * _width, _width);

    /// <summary>The nearest words of a word without itself, the nearest first.</summary>
    public int[] Of(int row)
    {
        if (!_known.TryGetValue(row, out int[]? neighbours))
        {
            _known[row] = neighbours = Nearest(Vector(row), row, _limit);
        }

        return neighbours;
    }

    private static float[] Narrow(ReadOnlySpan<double> vector)
    {
        float[] narrow = new float[vector.Length];
        TensorPrimitives.ConvertSaturating(vector, narrow);
        return narrow;
    }

    private int[] Nearest(ReadOnlySpan<float> vector, int except, int limit)
    {
        double[] distances = new double[Count];
        int[] rows = new int[Count];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = row;
            distances[row] = row == except ? double.PositiveInfinity : TensorPrimitives.Distance(vector, Vector(row));
        }

        // The place in the vocabulary decides between equal distances.
        double[] sorted = [.. distances];
        double border = Selection.Smallest(sorted, Math.Min(limit, Count) - 1);
        return
        [
            .. rows.Where(row => row != except && distances[row] <= border)
                .OrderBy(row => distances[row]).ThenBy(row => row).Take(limit),
        ];
    }
}

namespace Lit.Metrics.Text.Matching;

/// <summary>The table of edit distances near its diagonal, with the edits, as tercom fills it.</summary>
/// <remarks>
/// Cells more than 25 words off the diagonal are not looked at, so that distances of long texts may be too large.
/// </remarks>
internal sealed class BeamTable
{
    private const int Beam = 25;
    private const int Far = 1 << 28;

    private int[] _costs = [];
    private Edit[] _edits = [];
    private int[] _row = [];
    private int[] _next = [];
    private int _width;

    private enum Edit : byte
    {
        None,
        Keep,
        Substitute,
        Insert,
        Delete,
    }

    /// <summary>
    /// Fills the table and says which words are right, and where in the hypothesis each word of the reference belongs.
    /// </summary>
    /// <returns>The distance.</returns>
    public int Align(
        ReadOnlySpan<int> hypothesis,
        ReadOnlySpan<int> reference,
        Span<bool> hypothesisErrors,
        Span<bool> referenceErrors,
        Span<int> positions)
    {
        _width = reference.Length + 1;
        int cells = _width * (hypothesis.Length + 1);
        if (_costs.Length < cells)
        {
            _costs = new int[2 * cells];
            _edits = new Edit[2 * cells];
        }

        _costs.AsSpan(0, cells).Fill(Far);
        for (int j = 0; j < _width; j++)
        {
            _costs[j] = j;
            _edits[j] = Edit.Insert;
        }

        for (int i = 1; i <= hypothesis.Length; i++)
        {
            Fill(
                hypothesis[i - 1], reference, Band(i, hypothesis.Length, reference.Length),
                _costs.AsSpan((i - 1) * _width, _width), _costs.AsSpan(i * _width, _width), _edits.AsSpan(i * _width, _width));
        }

        Trace(hypothesis.Length, reference.Length, hypothesisErrors, referenceErrors, positions);
        return _costs[cells - 1];
    }

    /// <summary>The distance of a hypothesis that begins as the aligned one does.</summary>
    /// <param name="hypothesis">The words, as many as those of the aligned one.</param>
    /// <param name="reference">The aligned reference.</param>
    /// <param name="same">How many words at the beginning are the same.</param>
    public int Distance(ReadOnlySpan<int> hypothesis, ReadOnlySpan<int> reference, int same)
    {
        if (_row.Length < _width)
        {
            _row = new int[2 * _width];
            _next = new int[2 * _width];
        }

        _costs.AsSpan(same * _width, _width).CopyTo(_row);
        for (int i = same + 1; i <= hypothesis.Length; i++)
        {
            _next.AsSpan(0, _width).Fill(Far);
            Fill(
                hypothesis[i - 1], reference, Band(i, hypothesis.Length, reference.Length),
                _row.AsSpan(0, _width), _next.AsSpan(0, _width), default);
            (_row, _next) = (_next, _row);
        }

        return _row[_width - 1];
    }

    private static (int From, int To) Band(int row, int hypothesis, int reference)
    {
        double ratio = (double)reference / hypothesis;
        int beam = ratio / 2 > Beam ? (int)Math.Ceiling((ratio / 2) + Beam) : Beam;
        int diagonal = (int)Math.Floor(row * ratio);
        return (Math.Max(0, diagonal - beam), row == hypothesis ? reference + 1 : Math.Min(reference + 1, diagonal + beam));
    }

    private static void Fill(
        int word, ReadOnlySpan<int> reference, (int From, int To) band, ReadOnlySpan<int> above, Span<int> row, Span<Edit> edits)
    {
        for (int j = band.From; j < band.To; j++)
        {
            int cost = Far;
            Edit edit = Edit.None;
            if (j > 0)
            {
                bool isSame = word == reference[j - 1];
                int diagonal = above[j - 1] + (isSame ? 0 : 1);
                if (diagonal < cost)
                {
                    (cost, edit) = (diagonal, isSame ? Edit.Keep : Edit.Substitute);
                }
            }

            if (above[j] + 1 < cost || j == 0)
            {
                (cost, edit) = (above[j] + 1, Edit.Delete);
            }

            if (j > 0 && row[j - 1] + 1 < cost)
            {
                (cost, edit) = (row[j - 1] + 1, Edit.Insert);
            }

            row[j] = cost;
            if (!edits.IsEmpty)
            {
                edits[j] = edit;
            }
        }
    }

    private void Trace(
        int i, int j, Span<bool> hypothesisErrors, Span<bool> referenceErrors, Span<int> positions)
    {
        while (i > 0 || j > 0)
        {
            switch (_edits[(i * _width) + j])
            {
                case Edit.Insert:
                    j--;
                    (referenceErrors[j], positions[j]) = (true, i - 1);
                    break;
                case Edit.Delete:
                    hypothesisErrors[--i] = true;
                    break;
                case var edit:
                    i--;
                    j--;
                    hypothesisErrors[i] = referenceErrors[j] = edit == Edit.Substitute;
                    positions[j] = i;
                    break;
            }
        }
    }
}

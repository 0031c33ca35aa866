namespace Lit.Metrics.Text.Matching;

/// <summary>How many edits make a text of a reference when moving a block of words counts as one.</summary>
/// <remarks>
/// Blocks are moved greedily, the best move first, as tercom does: blocks of at most 10 words that the reference has,
/// over at most 50 words, and 1000 tries a text (M. Snover et al., 2006).
/// </remarks>
internal sealed class ShiftEdits
{
    private const int LongestBlock = 10;
    private const int FarthestShift = 50;
    private const int MostTries = 1000;
    private const int SurelyInBeam = 46;

    private readonly BeamTable _table = new();
    private readonly ShiftCosts _costs = new();
    private int[] _words = [];
    private int[] _moved = [];
    private bool[] _wordErrors = [];
    private bool[] _referenceErrors = [];
    private int[] _positions = [];

    public int Count(ReadOnlySpan<int> hypothesis, ReadOnlySpan<int> reference)
    {
        if (reference.IsEmpty || hypothesis.IsEmpty)
        {
            return Math.Max(reference.Length, hypothesis.Length);
        }

        Grow(hypothesis.Length, reference.Length);
        hypothesis.CopyTo(_words);
        Span<int> words = _words.AsSpan(0, hypothesis.Length);
        for (int shifts = 0, tries = 0; ; shifts++)
        {
            int distance = _table.Align(words, reference, _wordErrors, _referenceErrors, _positions);
            Shift best = BestShift(words, reference, distance, ref tries);
            if (tries >= MostTries || best.Gain <= 0)
            {
                return shifts + distance;
            }

            Move(words, best.From, best.Middle, best.To);
        }
    }

    private void Grow(int hypothesis, int reference)
    {
        if (_words.Length < hypothesis)
        {
            _words = new int[2 * hypothesis];
            _moved = new int[2 * hypothesis];
            _wordErrors = new bool[2 * hypothesis];
        }

        if (_positions.Length < reference)
        {
            _positions = new int[2 * reference];
            _referenceErrors = new bool[2 * reference];
        }
    }

    private Shift BestShift(ReadOnlySpan<int> words, ReadOnlySpan<int> reference, int distance, ref int tries)
    {
        var best = default(Shift);
        bool isFirst = true, isRead = false;
        for (int start = 0; start < words.Length; start++)
        {
            int end = Math.Min(reference.Length, start + FarthestShift + 1);
            for (int target = Math.Max(0, start - FarthestShift); target < end; target++)
            {
                bool isWrong = false, isWrongThere = false;
                for (int length = 1;
                    length <= LongestBlock && start + length <= words.Length && target + length <= reference.Length
                        && words[start + length - 1] == reference[target + length - 1];
                    length++)
                {
                    isWrong |= _wordErrors[start + length - 1];
                    isWrongThere |= _referenceErrors[target + length - 1];
                    int there = _positions[target];
                    if (!isWrong || !isWrongThere || (start <= there && there < start + length))
                    {
                        continue;
                    }

                    if (!isRead && reference.Length <= ShiftCosts.LongestReference)
                    {
                        _costs.Read(words, reference);
                        isRead = true;
                    }

                    TryAll(words, reference, distance, start, target, length, ref best, ref isFirst, ref tries);
                    if (tries >= MostTries)
                    {
                        return best;
                    }
                }
            }
        }

        return best;
    }

    /// <summary>
    /// Tries a block before its target, and after each word that the target's own words are aligned with.
    /// </summary>
    private void TryAll(
        ReadOnlySpan<int> words,
        ReadOnlySpan<int> reference,
        int distance,
        int start,
        int target,
        int length,
        ref Shift best,
        ref bool isFirst,
        ref int tries)
    {
        int previous = -1;
        for (int offset = -1; offset < length; offset++)
        {
            int position = target + offset < 0 ? 0 : _positions[target + offset] + 1;
            if (position == previous)
            {
                continue;
            }

            previous = position;
            (int from, int middle, int to) = Cut(start, length, position, words.Length);
            int gain = distance - Distance(words, reference, from, middle, to);
            var shift = new Shift(gain, length, start, position, from, middle, to);
            tries++;
            if (isFirst || shift.IsBetterThan(best))
            {
                best = shift;
                isFirst = false;
            }
        }
    }

    /// <summary>Moving a block swaps it with the words between it and its target.</summary>
    private static (int From, int Middle, int To) Cut(int start, int length, int position, int count)
        => position < start ? (position, start, start + length)
            : position > start + length ? (start, start + length, position)
            : (start, start + length, Math.Min(count, length + position));

    private int Distance(ReadOnlySpan<int> words, ReadOnlySpan<int> reference, int from, int middle, int to)
    {
        if (reference.Length <= ShiftCosts.LongestReference)
        {
            int distance = _costs.Distance(from, middle, to, words.Length), gap = Math.Abs(words.Length - reference.Length);
            if (reference.Length < 25 || distance + (3 * gap) <= SurelyInBeam)
            {
                return distance;
            }
        }

        words.CopyTo(_moved);
        Span<int> moved = _moved.AsSpan(0, words.Length);
        words[middle..to].CopyTo(moved[from..]);
        words[from..middle].CopyTo(moved[(from + to - middle)..]);
        return _table.Distance(moved, reference, from);
    }

    private void Move(Span<int> words, int from, int middle, int to)
    {
        words[from..to].CopyTo(_moved);
        _moved.AsSpan(middle - from, to - middle).CopyTo(words[from..]);
        _moved.AsSpan(0, middle - from).CopyTo(words[(from + to - middle)..]);
    }

    private readonly record struct Shift(int Gain, int Length, int Start, int Position, int From, int Middle, int To)
    {
        public bool IsBetterThan(Shift other)
            => (Gain, Length, -Start, -Position).CompareTo((other.Gain, other.Length, -other.Start, -other.Position)) > 0;
    }
}

namespace Lit.Api;

/// <summary>Finds the rows without a value where null says so.</summary>
internal static class NullStates
{
    public static ReadOnlyMemory<CellState> Of<T>(ReadOnlySpan<T?> values)
        where T : class
    {
        CellState[]? states = null;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] is null)
            {
                states ??= new CellState[values.Length];
                states[i] = CellState.Null;
            }
        }

        return states;
    }
}

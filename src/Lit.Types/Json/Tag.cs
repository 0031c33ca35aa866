namespace Lit.Types.Json;

/// <summary>The keys and names that tell kinds which JSON lacks.</summary>
internal static class Tag
{
    public const string Class = "__class__";
    public const string Name = "__name__";
    public const string Value = "__value__";
    public const string ElementType = "dtype";
    public const string Shape = "shape";

    public const string Array = "np.ndarray";
    public const string Tuple = "tuple";
    public const string Type = "LitType";
    public const string Record = "DataTuple";
    public const string Float = "float";
    public const string Map = "map";

    /// <summary>Whether a reader would take one of the keys for a tag.</summary>
    public static bool HasReservedKey(ReadOnlySpan<KeyValuePair<string, object?>> fields)
    {
        foreach (var field in fields)
        {
            if (field.Key is Class or Name)
            {
                return true;
            }
        }

        return false;
    }
}

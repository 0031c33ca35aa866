namespace Lit.Api;

/// <summary>The names of fields in their order; shared by all rows that have the same fields.</summary>
internal sealed class FieldNames
{
    private const int ScanLimit = 8;

    private readonly string[] _names;
    private readonly Dictionary<string, int>? _index;

    public FieldNames(string[] names)
    {
        _names = names;
        if (names.Length > ScanLimit)
        {
            _index = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
            for (int i = 0; i < names.Length; i++)
            {
                _index.TryAdd(names[i], i);
            }
        }
    }

    public int Count => _names.Length;

    public string this[int index] => _names[index];

    public ReadOnlySpan<string> AsSpan() => _names;

    public int IndexOf(string name)
    {
        if (_index is not null)
        {
            return _index.TryGetValue(name, out int found) ? found : -1;
        }

        for (int i = 0; i < _names.Length; i++)
        {
            if (string.Equals(_names[i], name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    public FieldNames Rename(IReadOnlyDictionary<string, string> names)
        => new([.. _names.Select(name => names.GetValueOrDefault(name, name))]);

    public override string ToString() => _names.Length == 0 ? "no fields" : string.Join(", ", _names);
}

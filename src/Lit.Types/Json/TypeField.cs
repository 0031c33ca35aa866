namespace Lit.Types.Json;

/// <summary>One attribute of a type: its name on the wire, and how it is got and set.</summary>
/// <param name="Name">The name on the wire.</param>
/// <param name="Get">The value, as the writer takes it.</param>
/// <param name="Set">The same type with a value from the parser.</param>
/// <param name="Mandatory">Whether the type cannot be made without it.</param>
internal sealed record TypeField(
    string Name,
    Func<LitType, object?> Get,
    Func<LitType, object?, LitType> Set,
    bool Mandatory = false)
{
    public TypeField Needed => this with { Mandatory = true };

    public static TypeField Of<T, TValue>(
        string name,
        Func<T, object?> get,
        Func<object?, TValue> read,
        Func<T, TValue, T> set)
        where T : LitType
        => new(name, type => get((T)type), (type, value) => set((T)type, read(value)));

    public static TypeField Text<T>(string name, Func<T, string?> get, Func<T, string, T> set)
        where T : LitType
        => Of(name, get, WireValue.Text, set);

    public static TypeField OptionalText<T>(string name, Func<T, string?> get, Func<T, string?, T> set)
        where T : LitType
        => Of(name, get, WireValue.OptionalText, set);

    public static TypeField Flag<T>(string name, Func<T, bool> get, Func<T, bool, T> set)
        where T : LitType
        => Of(name, type => get(type), WireValue.Flag, set);

    public static TypeField Number<T>(string name, Func<T, double> get, Func<T, double, T> set)
        where T : LitType
        => Of(name, type => WireValue.FromNumber(get(type)), WireValue.Number, set);

    public static TypeField OptionalNumber<T>(string name, Func<T, double?> get, Func<T, double?, T> set)
        where T : LitType
        => Of(name, type => WireValue.FromNumber(get(type)), WireValue.OptionalNumber, set);

    public static TypeField OptionalVocab<T>(string name, Func<T, Vocabulary?> get, Func<T, Vocabulary?, T> set)
        where T : LitType
        => Of(name, get, WireValue.OptionalVocab, set);

    /// <summary>An attribute that every value of the type has as null.</summary>
    public static TypeField Null(string name) => new(name, _ => null, (type, value) =>
    {
        WireValue.Nothing(value);
        return type;
    });
}

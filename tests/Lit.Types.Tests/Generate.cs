using FsCheck;
using FsCheck.Fluent;

namespace Lit.Types;

/// <summary>Random values of the kinds that JSON knows.</summary>
internal static class Generate
{
    public static Gen<string> Texts { get; } = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
        Gen.Elements("", "a", "é", "日本語", "\ud83d\ude00", "\u2028", "\u007f", "tab\t\"q\"\\ /", "\uffff", "__value__"));

    /// <summary>Texts without half surrogate pairs, as they come from files.</summary>
    public static Gen<string> Names { get; }
        = Gen.Elements("text", "label", "tokens", "é", "\uffff", "\ud83d\ude00", "A", "_a", "10", "2", "").Zip(Gen.Choose(0, 3))
            .Select(pair => pair.Item2 == 0 ? pair.Item1 : pair.Item1 + pair.Item2);

    public static Gen<double> Numbers { get; } = Gen.OneOf(
        ArbMap.Default.GeneratorFor<double>(),
        ArbMap.Default.GeneratorFor<long>().Select(BitConverter.Int64BitsToDouble),
        Gen.Choose(-400, 400).Select(exponent => Math.Pow(10, exponent)));

    public static Gen<object?> Values(int depth) => depth == 0
        ? Gen.OneOf(
            Gen.Constant<object?>(null),
            ArbMap.Default.GeneratorFor<bool>().Select(value => (object?)value),
            ArbMap.Default.GeneratorFor<long>().Select(value => (object?)value),
            Numbers.Select(value => (object?)value),
            Texts.Select(value => (object?)value))
        : Gen.OneOf(
            Values(0),
            Values(depth - 1).ListOf().Select(items => (object?)new ValueList<object?>(items.Take(4))),
            Maps(depth - 1).Select(map => (object?)map));

    public static Gen<ValueMap<object?>> Maps(int depth)
        => Names.Zip(Values(depth)).ListOf()
            .Select(entries => new ValueMap<object?>(entries.Take(5).Select(entry => KeyValuePair.Create(entry.Item1, entry.Item2))));
}

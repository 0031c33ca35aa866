namespace Lit.Types.Json;

/// <summary>The names of enumerated values on the wire.</summary>
internal static class WireEnums
{
    public static string NameOf(Enum value) => value switch
    {
        MetricBestValue.None => "none",
        MetricBestValue.Highest => "highest",
        MetricBestValue.Lowest => "lowest",
        MetricBestValue.Zero => "zero",
        SpecSource.Dataset => "dataset",
        SpecSource.Input => "input",
        SpecSource.Output => "output",
        _ => throw new LitJsonException($"Expected a value of {value.GetType().Name} that has a name, found {value}."),
    };

    public static MetricBestValue BestValue(string name) => name switch
    {
        "none" => MetricBestValue.None,
        "highest" => MetricBestValue.Highest,
        "lowest" => MetricBestValue.Lowest,
        "zero" => MetricBestValue.Zero,
        _ => throw new LitJsonException($"Expected 'none', 'highest', 'lowest' or 'zero', found '{name}'."),
    };

    public static SpecSource Source(string name) => name switch
    {
        "dataset" => SpecSource.Dataset,
        "input" => SpecSource.Input,
        "output" => SpecSource.Output,
        _ => throw new LitJsonException($"Expected 'dataset', 'input' or 'output', found '{name}'."),
    };
}

namespace Lit.Api.Reporting;

/// <summary>One value in a table or a list of facts. Texts and numbers convert to it.</summary>
public abstract record ReportCell
{
    private protected ReportCell()
    {
    }

    /// <summary>How much attention the value asks for.</summary>
    /// <value><see cref="ReportTone.Plain"/> by default.</value>
    public ReportTone Tone { get; init; }

    /// <summary>A text; null is shown as an empty cell.</summary>
    public static implicit operator ReportCell(string? text) => new TextCell(text ?? "");

    /// <summary>A number.</summary>
    public static implicit operator ReportCell(double number) => new NumberCell(number);

    /// <summary>A number; null is shown as an empty cell.</summary>
    public static implicit operator ReportCell(double? number)
        => number is { } value ? new NumberCell(value) : new TextCell("");

    /// <summary>A whole number.</summary>
    public static implicit operator ReportCell(long number) => new NumberCell(number);

    /// <summary>A whole number.</summary>
    public static implicit operator ReportCell(int number) => new NumberCell(number);

    /// <summary>What the cell says, without the picture that a renderer may add.</summary>
    public abstract override string ToString();
}

/// <summary>A text.</summary>
/// <param name="Text">The text, plain.</param>
public sealed record TextCell(string Text) : ReportCell
{
    /// <inheritdoc />
    public override string ToString() => Text;
}

/// <summary>A number.</summary>
/// <param name="Value">The number; NaN is shown as "n/a".</param>
public sealed record NumberCell(double Value) : ReportCell
{
    /// <summary>
    /// A numeric format string of .NET, culture-invariant; null for one that suits the size of the number.
    /// </summary>
    public string? Format { get; init; }

    /// <inheritdoc />
    public override string ToString() => ReportNumber.Format(Value, Format);
}

/// <summary>A number between bounds, such as an estimate with its confidence interval.</summary>
/// <param name="Value">The number.</param>
/// <param name="Lower">The lower bound.</param>
/// <param name="Upper">The upper bound.</param>
public sealed record IntervalCell(double Value, double Lower, double Upper) : ReportCell
{
    /// <summary>
    /// A numeric format string of .NET, culture-invariant; null for one that suits the size of the number.
    /// </summary>
    public string? Format { get; init; }

    /// <summary>The bounds in brackets; empty when both are undefined.</summary>
    public string Bounds => double.IsNaN(Lower) && double.IsNaN(Upper)
        ? ""
        : $"[{ReportNumber.Format(Lower, Format)}, {ReportNumber.Format(Upper, Format)}]";

    /// <inheritdoc />
    public override string ToString() => $"{ReportNumber.Format(Value, Format)} {Bounds}".TrimEnd();
}

namespace Lit.Types;

/// <summary>Describes what one field holds.</summary>
public abstract record LitType
{
    /// <summary>Whether the field must have a value.</summary>
    /// <value>True by default.</value>
    public bool Required { get; init; } = true;

    /// <summary>Whether an annotator added the field.</summary>
    /// <value>False by default.</value>
    public bool Annotated { get; init; }

    /// <summary>The .NET type of the values of such a field; a value may be of a type that derives from it.</summary>
    public virtual Type ValueType => typeof(object);

    /// <summary>What a form for such a field starts with; null leaves it blank.</summary>
    public virtual object? DefaultValue => null;

    /// <summary>Makes the field's own .NET type of a value that says the same in another form, as JSON gives it.</summary>
    /// <param name="value">A list of numbers for a tensor, a whole number for a <see cref="Scalar"/>, pairs for candidates, …</param>
    /// <returns>The value as <see cref="ValueType"/>; the value itself if it does not say the same.</returns>
    public virtual object? Normalize(object? value) => value;

    /// <summary>Checks a value of a field of this type.</summary>
    /// <param name="field">The name of the field, for the mismatch.</param>
    /// <param name="value">The value.</param>
    /// <returns>What is wrong with it; nothing if it fits.</returns>
    public virtual IEnumerable<SpecMismatch> Check(string field, object? value) => [];
}

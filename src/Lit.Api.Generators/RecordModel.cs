using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Lit.Api.Generators;

/// <summary>What is known of a record that asks for an implementation.</summary>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="Declarations">The headers of the types around it and its own, outermost first.</param>
/// <param name="Name">Its name.</param>
/// <param name="Fields">The fields; those of the constructor first, in its order.</param>
/// <param name="Problems">What keeps it from being implemented.</param>
internal sealed record RecordModel(
    string Namespace,
    EquatableList<string> Declarations,
    string Name,
    EquatableList<FieldModel> Fields,
    EquatableList<Problem> Problems)
{
    public string FileName => string.Join(
        ".",
        new[] { Namespace }.Concat(Declarations.Select(header => header.Split(' ').Last())).Where(part => part.Length > 0))
        + ".LitRecord.g.cs";
}

/// <summary>A property that is a field.</summary>
/// <param name="Property">The name of the property, escaped if it is a keyword.</param>
/// <param name="Field">The name of the field.</param>
/// <param name="Type">The C# expression that makes the field's type.</param>
/// <param name="Kind">The .NET type of the property.</param>
/// <param name="TypeName">The .NET type as it is written in C#.</param>
/// <param name="IsNullable">Whether the property may be null.</param>
/// <param name="InConstructor">Whether the value goes through the constructor.</param>
/// <param name="Members">The members of an enum and their labels.</param>
internal sealed record FieldModel(
    string Property,
    string Field,
    string Type,
    PropertyKind Kind,
    string TypeName,
    bool IsNullable,
    bool InConstructor,
    EquatableList<EnumMember> Members);

/// <summary>A member of an enum and the label that stands for it.</summary>
internal sealed record EnumMember(string Name, string Label);

/// <summary>A diagnostic that survives in the generator's cache: no symbols, no syntax.</summary>
internal sealed record Problem(string Id, string File, TextSpan Span, LinePositionSpan Lines, EquatableList<string> Arguments)
{
    public static Problem At(DiagnosticDescriptor descriptor, Location? location, params string[] arguments) => new(
        descriptor.Id,
        location?.SourceTree?.FilePath ?? "",
        location?.SourceSpan ?? default,
        location?.GetLineSpan().Span ?? default,
        new(arguments));

    public Diagnostic ToDiagnostic() => Diagnostic.Create(
        Problems.ById(Id),
        File.Length == 0 ? Location.None : Location.Create(File, Span, Lines),
        [.. Arguments]);
}

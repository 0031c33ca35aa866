using Microsoft.CodeAnalysis;

namespace Lit.Api.Generators;

/// <summary>What the generator says about a record that it cannot implement.</summary>
internal static class Problems
{
    public static readonly DiagnosticDescriptor NotPartial = New(
        "LIT001",
        "A record of fields is partial",
        "'{0}' needs the modifier 'partial' for its [LitRecord] to be implemented");

    public static readonly DiagnosticDescriptor WrongType = New(
        "LIT002",
        "A property has the type of its field",
        "The property '{0}' of '{1}' is a {2}; a {3} needs {4}");

    public static readonly DiagnosticDescriptor Unknown = New(
        "LIT003",
        "A property says what it means",
        "The property '{0}' of '{1}' is a {2}, which can mean many things; give it a field attribute such as [TextSegment] or [LitIgnore]");

    public static readonly DiagnosticDescriptor TwoAttributes = New(
        "LIT004",
        "A property has one field attribute",
        "The property '{0}' of '{1}' has the attributes {2}; keep one");

    public static readonly DiagnosticDescriptor SameName = New(
        "LIT005",
        "Field names differ",
        "The properties '{0}' and '{1}' of '{2}' are both the field '{3}'; set Name on one of them");

    public static readonly DiagnosticDescriptor NoFields = New(
        "LIT006",
        "A record has fields",
        "'{0}' has no public property that can be set, so it has no fields");

    public static readonly DiagnosticDescriptor Generic = New(
        "LIT007",
        "A record of fields is a plain class",
        "'{0}' is {1}; [LitRecord] implements plain records and classes only");

    public static readonly DiagnosticDescriptor NoConstructor = New(
        "LIT008",
        "A record can be made from its fields",
        "'{0}' has no constructor that takes no arguments or properties only; give it one, so that it can be read back");

    private static readonly DiagnosticDescriptor[] All =
        [NotPartial, WrongType, Unknown, TwoAttributes, SameName, NoFields, Generic, NoConstructor];

    public static DiagnosticDescriptor ById(string id) => All.First(descriptor => descriptor.Id == id);

    private static DiagnosticDescriptor New(string id, string title, string message)
        => new(id, title, message, "Lit", DiagnosticSeverity.Error, isEnabledByDefault: true);
}

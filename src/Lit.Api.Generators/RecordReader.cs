using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lit.Api.Generators;

/// <summary>Reads what the generator needs to know of a record.</summary>
internal sealed class RecordReader(INamedTypeSymbol type, TypeDeclarationSyntax syntax)
{
    private const string FieldAttribute = "Lit.Api.LitFieldAttribute";
    private const string IgnoreAttribute = "Lit.Api.LitIgnoreAttribute";

    private readonly List<Problem> _problems = [];

    public RecordModel Read()
    {
        CheckDeclaration();
        var constructor = FindConstructor();
        var properties = Properties(constructor);
        List<FieldModel> fields = [.. properties.Select(entry => ReadField(entry.Property, entry.Parameter)).OfType<FieldModel>()];
        if (properties.Count == 0)
        {
            Add(Problems.NoFields, type.Locations.FirstOrDefault(), type.Name);
        }

        foreach (var same in fields.GroupBy(field => field.Field).Where(group => group.Count() > 1))
        {
            var two = same.Take(2).ToList();
            Add(Problems.SameName, type.Locations.FirstOrDefault(), two[0].Property, two[1].Property, type.Name, same.Key);
        }

        return new(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            new(Declarations()),
            type.Name,
            new(fields),
            new(_problems));
    }

    private void CheckDeclaration()
    {
        for (SyntaxNode? node = syntax; node is TypeDeclarationSyntax declaration; node = node.Parent)
        {
            if (!declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            {
                Add(Problems.NotPartial, declaration.Identifier.GetLocation(), declaration.Identifier.Text);
            }

            if (declaration.TypeParameterList is not null)
            {
                Add(Problems.Generic, declaration.Identifier.GetLocation(), declaration.Identifier.Text, "generic");
            }
        }

        if (type.IsAbstract)
        {
            Add(Problems.Generic, syntax.Identifier.GetLocation(), type.Name, "abstract");
        }
    }

    /// <summary>The constructor with the most parameters of those whose parameters are all properties.</summary>
    private IMethodSymbol? FindConstructor()
    {
        var found = type.InstanceConstructors
            .Where(constructor => constructor.DeclaredAccessibility != Accessibility.Private && !IsCopy(constructor))
            .Where(constructor => constructor.Parameters.All(parameter => PropertyOf(parameter) is not null))
            .OrderByDescending(constructor => constructor.Parameters.Length)
            .FirstOrDefault();
        if (found is null)
        {
            Add(Problems.NoConstructor, syntax.Identifier.GetLocation(), type.Name);
        }

        return found;
    }

    private bool IsCopy(IMethodSymbol constructor)
        => constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type);

    private IPropertySymbol? PropertyOf(IParameterSymbol parameter) => AllProperties()
        .FirstOrDefault(property => string.Equals(property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)
            && SymbolEqualityComparer.Default.Equals(property.Type, parameter.Type));

    private List<(IPropertySymbol Property, IParameterSymbol? Parameter)> Properties(IMethodSymbol? constructor)
    {
        List<(IPropertySymbol Property, IParameterSymbol? Parameter)> result = [];
        foreach (var parameter in constructor?.Parameters ?? [])
        {
            result.Add((PropertyOf(parameter)!, parameter));
        }

        foreach (var property in AllProperties())
        {
            bool settable = property.SetMethod is { DeclaredAccessibility: Accessibility.Public };
            bool taken = result.Any(entry => SymbolEqualityComparer.Default.Equals(entry.Property, property));
            if (settable && !taken && !Has(property, IgnoreAttribute))
            {
                result.Add((property, null));
            }
        }

        return result;
    }

    private IEnumerable<IPropertySymbol> AllProperties() => type.GetMembers().OfType<IPropertySymbol>()
        .Where(property => property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public });

    private FieldModel? ReadField(IPropertySymbol property, IParameterSymbol? parameter)
    {
        var location = property.Locations.FirstOrDefault();
        List<AttributeData> attributes = [.. property.GetAttributes().Concat(parameter?.GetAttributes() ?? [])
            .Where(attribute => Derives(attribute.AttributeClass, FieldAttribute))];
        if (attributes.Count > 1)
        {
            string names = string.Join(" and ", attributes.Select(attribute => FieldOf(attribute)));
            Add(Problems.TwoAttributes, location, property.Name, type.Name, names);
            return null;
        }

        var given = attributes.FirstOrDefault();
        var kind = PropertyKinds.Of(property.Type, out bool isNullable);
        string? field = given is null ? FieldTypes.Inferred(kind) : FieldOf(given);
        string shown = property.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        if (field is null)
        {
            Add(Problems.Unknown, location, property.Name, type.Name, shown);
            return null;
        }

        var allowed = FieldTypes.AllowedFor(field);
        if ((allowed & kind) == 0)
        {
            Add(Problems.WrongType, location, property.Name, type.Name, shown, field, FieldTypes.Describe(allowed));
            return null;
        }

        var members = PropertyKinds.Members(property.Type);
        var vocabulary = VocabularyOf(given);
        if (kind == PropertyKind.Enumeration && vocabulary.Count > 0)
        {
            if (vocabulary.Count != members.Count)
            {
                Add(Problems.WrongType, location, property.Name, type.Name, $"{shown} of {members.Count} members", field,
                    $"as many labels, found {vocabulary.Count}");
                return null;
            }

            members = [.. members.Zip(vocabulary, (member, label) => member with { Label = label })];
        }

        string? name = given?.NamedArguments.FirstOrDefault(argument => argument.Key == "Name").Value.Value as string;
        return new(
            SyntaxFacts.GetKeywordKind(property.Name) == SyntaxKind.None ? property.Name : "@" + property.Name,
            name ?? FieldNaming.SnakeCase(property.Name),
            FieldTypes.Expression(field, given, !isNullable, members.Count > 0 ? [.. members.Select(m => m.Label)] : vocabulary),
            kind,
            property.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            isNullable,
            parameter is not null,
            new(members));
    }

    private Stack<string> Declarations()
    {
        var declarations = new Stack<string>();
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            string keyword = (current.IsRecord, current.TypeKind) switch
            {
                (true, TypeKind.Struct) => "record struct",
                (true, _) => "record",
                (_, TypeKind.Struct) => "struct",
                (_, TypeKind.Interface) => "interface",
                _ => "class",
            };
            declarations.Push($"partial {keyword} {current.Name}");
        }

        return declarations;
    }

    private void Add(DiagnosticDescriptor descriptor, Location? location, params string[] arguments)
        => _problems.Add(Problem.At(descriptor, location, arguments));

    private static List<string> VocabularyOf(AttributeData? attribute)
        => attribute?.ConstructorArguments.FirstOrDefault() is { Kind: TypedConstantKind.Array, IsNull: false } labels
            ? [.. labels.Values.Select(label => label.Value as string ?? "")]
            : [];

    private static string FieldOf(AttributeData attribute)
    {
        string name = attribute.AttributeClass!.Name;
        return name.Substring(0, name.Length - nameof(Attribute).Length);
    }

    private static bool Has(IPropertySymbol property, string attribute)
        => property.GetAttributes().Any(data => data.AttributeClass?.ToDisplayString() == attribute);

    private static bool Derives(INamedTypeSymbol? type, string name)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.ToDisplayString() == name)
            {
                return true;
            }
        }

        return false;
    }
}

using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Lit.PublicApi.Approval;

/// <summary>What a user of an assembly can see of it, a line for each name, in an order that does not depend on its source.</summary>
internal static class PublicSurface
{
    private static readonly SymbolDisplayFormat TypeLine = new(
        globalNamespaceStyle: SymbolDisplayGlobalNamespaceStyle.Omitted,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters
            | SymbolDisplayGenericsOptions.IncludeTypeConstraints
            | SymbolDisplayGenericsOptions.IncludeVariance,
        kindOptions: SymbolDisplayKindOptions.IncludeTypeKeyword,
        delegateStyle: SymbolDisplayDelegateStyle.NameAndSignature,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat MemberLine = TypeLine
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeAccessibility
            | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeConstantValue
            | SymbolDisplayMemberOptions.IncludeRef)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType
            | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue
            | SymbolDisplayParameterOptions.IncludeModifiers
            | SymbolDisplayParameterOptions.IncludeExtensionThis)
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    public static string Of(string path)
    {
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var assembly = MetadataReference.CreateFromFile(path);
        var others = trusted.Where(other => Path.GetFileName(other) != Path.GetFileName(path));
        var compilation = CSharpCompilation.Create(
            "surface",
            references: [assembly, .. others.Select(other => MetadataReference.CreateFromFile(other))],
            options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, metadataImportOptions: MetadataImportOptions.All));
        var symbol = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(assembly)!;

        var text = new StringBuilder();
        foreach (var type in Types(symbol.GlobalNamespace).OrderBy(FullName, StringComparer.Ordinal))
        {
            Write(text, type);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, INamedTypeSymbol type)
    {
        var bases = type.TypeKind is TypeKind.Class or TypeKind.Interface or TypeKind.Struct ? Bases(type) : [];
        text.Append(type.ContainingNamespace.ToDisplayString()).Append(": ").Append(Modifiers(type))
            .Append(Declaration(type))
            .Append(bases.Length == 0 ? "" : " : " + string.Join(", ", bases)).Append('\n');
        if (type.TypeKind == TypeKind.Delegate)
        {
            return;
        }

        foreach (var line in type.GetMembers().Where(IsShown).Select(Line).Order(StringComparer.Ordinal))
        {
            text.Append("    ").Append(line).Append('\n');
        }
    }

    private static string Line(ISymbol member)
    {
        var line = member.ToDisplayString(MemberLine);
        if (member.ContainingType.TypeKind == TypeKind.Interface)
        {
            line = (member.IsStatic ? "static " : "") + (member.IsAbstract ? "abstract " : "") + line;
        }

        if (member is IPropertySymbol property)
        {
            var accessors = new[] { property.GetMethod, property.SetMethod }
                .Where(accessor => accessor is not null && IsVisible(accessor))
                .Select(accessor => accessor!.MethodKind == MethodKind.PropertyGet ? "get;" : accessor.IsInitOnly ? "init;" : "set;");
            line += $" {{ {string.Join(' ', accessors)} }}";
        }

        return line;
    }

    private static string[] Bases(INamedTypeSymbol type) =>
    [
        .. new[] { type.BaseType }.Where(b => b is { SpecialType: SpecialType.None }).Concat(type.Interfaces.OrderBy(FullName, StringComparer.Ordinal))
            .Where(b => !b!.Name.Equals("IEquatable", StringComparison.Ordinal) || !IsRecord(type))
            .Select(b => b!.ToDisplayString(TypeLine.WithKindOptions(SymbolDisplayKindOptions.None))),
    ];

    private static string Modifiers(INamedTypeSymbol type) => Access(type) + type switch
    {
        { IsStatic: true } => "static ",
        { TypeKind: TypeKind.Class, IsAbstract: true } => "abstract ",
        { TypeKind: TypeKind.Class, IsSealed: true } => "sealed ",
        _ => "",
    };

    private static string Declaration(INamedTypeSymbol type)
    {
        string declaration = type.ToDisplayString(TypeLine);
        return type.IsValueType && IsRecord(type) ? declaration.Replace("struct ", "record struct ", StringComparison.Ordinal) : declaration;
    }

    private static string Access(INamedTypeSymbol type) =>
        type.DeclaredAccessibility == Accessibility.Public ? "public " : "protected ";

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) => container.GetMembers().SelectMany(member => member switch
    {
        INamespaceSymbol inner => Types(inner),
        INamedTypeSymbol type when IsVisible(type) && type.CanBeReferencedByName => Types(type).Prepend(type),
        _ => [],
    });

    private static bool IsShown(ISymbol member) =>
        IsVisible(member) && !member.IsImplicitlyDeclared && !IsOfRecord(member) && member switch
        {
            INamedTypeSymbol => false,
            IMethodSymbol method => method.MethodKind is MethodKind.Ordinary or MethodKind.UserDefinedOperator
                or MethodKind.Conversion or MethodKind.Constructor,
            _ => member.CanBeReferencedByName || member is IPropertySymbol { IsIndexer: true },
        };

    // What the compiler writes for every record says nothing that the word "record" does not.
    private static bool IsOfRecord(ISymbol member) => IsRecord(member.ContainingType) && member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters: [var copied] } =>
            SymbolEqualityComparer.Default.Equals(copied.Type, member.ContainingType),
        IMethodSymbol { Name: "Deconstruct" } method => method.Parameters.All(parameter => parameter.RefKind == RefKind.Out),
        _ => member.Name is "Equals" or "GetHashCode" or "ToString" or "PrintMembers" or "EqualityContract"
            or "<Clone>$" or "op_Equality" or "op_Inequality",
    };

    private static bool IsRecord(INamedTypeSymbol type) => type.IsRecord || type.GetMembers("PrintMembers").Length > 0;

    private static bool IsVisible(ISymbol symbol) => symbol.DeclaredAccessibility
        is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    private static string FullName(ISymbol? symbol) => symbol!.ToDisplayString();
}

using Microsoft.CodeAnalysis;

namespace Lit.Api.Generators;

/// <summary>Tells what a property holds.</summary>
internal static class PropertyKinds
{
    public static PropertyKind Of(ITypeSymbol type, out bool isNullable)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            isNullable = true;
            return OfPlain(nullable.TypeArguments[0]);
        }

        isNullable = type.NullableAnnotation == NullableAnnotation.Annotated;
        return OfPlain(type);
    }

    /// <summary>The members of an enum, each with its own name as label.</summary>
    public static List<EnumMember> Members(ITypeSymbol type)
    {
        var plain = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : type;
        return plain.TypeKind != TypeKind.Enum
            ? []
            : [.. plain.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue)
                .GroupBy(field => field.ConstantValue).Select(sameValue => sameValue.First())
                .Select(field => new EnumMember(
                    $"{plain.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}.@{field.Name}",
                    field.Name))];
    }

    private static PropertyKind OfPlain(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_String => PropertyKind.Text,
        SpecialType.System_Double => PropertyKind.Double,
        SpecialType.System_Single => PropertyKind.Single,
        SpecialType.System_Int64 => PropertyKind.Long,
        SpecialType.System_Int32 => PropertyKind.Int,
        SpecialType.System_Boolean => PropertyKind.Truth,
        _ => type switch
        {
            { TypeKind: TypeKind.Enum } => PropertyKind.Enumeration,
            IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_String } => PropertyKind.TextArray,
            IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Single } => PropertyKind.Vector,
            INamedTypeSymbol list
                when list.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IReadOnlyList_T
                    && list.TypeArguments[0].SpecialType == SpecialType.System_String => PropertyKind.TextList,
            INamedTypeSymbol { Name: "Tensor", TypeArguments.Length: 1 } tensor
                when tensor.ContainingNamespace.ToDisplayString() == "System.Numerics.Tensors"
                    && tensor.TypeArguments[0].SpecialType == SpecialType.System_Single => PropertyKind.Tensor,
            _ => PropertyKind.None,
        },
    };
}

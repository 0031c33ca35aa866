using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lit.Api.Generators;

/// <summary>Implements ILitRecord for types marked with [LitRecord].</summary>
[Generator]
public sealed class LitRecordGenerator : IIncrementalGenerator
{
    private const string RecordAttribute = "Lit.Api.LitRecordAttribute";

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var records = context.SyntaxProvider.ForAttributeWithMetadataName(
            RecordAttribute,
            static (node, _) => node is TypeDeclarationSyntax,
            static (found, _) => new RecordReader((INamedTypeSymbol)found.TargetSymbol, (TypeDeclarationSyntax)found.TargetNode).Read());
        context.RegisterSourceOutput(records, static (output, record) =>
        {
            foreach (var problem in record.Problems)
            {
                output.ReportDiagnostic(problem.ToDiagnostic());
            }

            if (record.Problems.Count == 0)
            {
                output.AddSource(record.FileName, RecordWriter.Write(record));
            }
        });
    }
}

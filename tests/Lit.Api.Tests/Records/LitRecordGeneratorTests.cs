using Lit.Api.Generators;
using Lit.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NUnit.Framework;

namespace Lit.Api.Records;

/// <summary>What the source generator says of records that it cannot implement, and that it implements the others.</summary>
public sealed class LitRecordGeneratorTests
{
    [TestCase("[LitRecord] public record R([TextSegment] string Text);", "LIT001", "'R' needs the modifier 'partial' for its [LitRecord] to be implemented")]
    [TestCase("[LitRecord] public partial record R([TextSegment] double Text);", "LIT002", "The property 'Text' of 'R' is a double; a TextSegment needs a string")]
    [TestCase("[LitRecord] public partial record R([Scalar] string Text);", "LIT002", "The property 'Text' of 'R' is a string; a Scalar needs a double or a float")]
    [TestCase("[LitRecord] public partial record R([Integer] double? Year);", "LIT002", "The property 'Year' of 'R' is a double?; a Integer needs a long or an int")]
    [TestCase("[LitRecord] public partial record R([Tokens] System.Collections.Generic.List<string> T);", "LIT002", "The property 'T' of 'R' is a List<string>; a Tokens needs an IReadOnlyList<string> or a string[]")]
    [TestCase("public enum E { A, B } [LitRecord] public partial record R([CategoryLabel(\"x\")] E Label);", "LIT002", "The property 'Label' of 'R' is a E of 2 members; a CategoryLabel needs as many labels, found 1")]
    [TestCase("[LitRecord] public partial record R(string Text);", "LIT003", "The property 'Text' of 'R' is a string, which can mean many things; give it a field attribute such as [TextSegment] or [LitIgnore]")]
    [TestCase("[LitRecord] public partial record R([TextSegment, CategoryLabel] string Text);", "LIT004", "The property 'Text' of 'R' has the attributes TextSegment and CategoryLabel; keep one")]
    [TestCase("[LitRecord] public partial record R(double IsIt, [Scalar(Name = \"is_it\")] double Other);", "LIT005", "The properties 'IsIt' and 'Other' of 'R' are both the field 'is_it'; set Name on one of them")]
    [TestCase("[LitRecord] public partial record R;", "LIT006", "'R' has no public property that can be set, so it has no fields")]
    [TestCase("[LitRecord] public partial record R<T>(double X);", "LIT007", "'R' is generic; [LitRecord] implements plain records and classes only")]
    [TestCase("[LitRecord] public abstract partial record R(double X);", "LIT007", "'R' is abstract; [LitRecord] implements plain records and classes only")]
    [TestCase("[LitRecord] public partial class R { public R(object other) { } public double X { get; set; } }", "LIT008", "'R' has no constructor that takes no arguments or properties only; give it one, so that it can be read back")]
    [TestCase("public class Outer { [LitRecord] public partial record R(double X); }", "LIT001", "'Outer' needs the modifier 'partial' for its [LitRecord] to be implemented")]
    public void A_record_that_cannot_be_implemented_is_told_why(string code, string id, string message)
    {
        var (diagnostics, sources) = Run(code);

        Assert.That(diagnostics.Select(d => (d.Id, d.GetMessage(null), d.Severity)), Is.EqualTo(new[] { (id, message, DiagnosticSeverity.Error) }));
        Assert.That(diagnostics[0].Location.GetLineSpan().Path, Is.EqualTo("Code.cs"));
        Assert.That(sources, Is.Empty);
    }

    [TestCase("[LitRecord] public partial record R([property: TextSegment] string Text, int Year = 3);")]
    [TestCase("[LitRecord] internal sealed partial class R { [TextSegment] public string @event { get; init; } = \"\"; [LitIgnore] public object? Any { get; set; } }")]
    [TestCase("public partial struct Outer { public partial class Inner { [LitRecord] public partial record R([Embeddings] float[]? V, bool? B, float? F, int? I); } }")]
    [TestCase("public enum E { A = 1, B = 1, @class = 2 } [LitRecord] public partial record R(E One, E? Two, [CategoryLabel(\"x\\\"y\", \"z\")] E Three);")]
    [TestCase("[LitRecord] public partial record R([Scalar(MinValue = -1.5, MaxValue = double.PositiveInfinity)] double X, [SparseMultilabel(Separator = \"\\\\\")] string[] L);")]
    public void Other_records_are_implemented_without_a_warning(string code)
    {
        var (diagnostics, sources) = Run(code);

        Assert.That(diagnostics, Is.Empty);
        Assert.That(sources, Has.Count.EqualTo(1));
    }

    [Test]
    public void An_unchanged_record_is_not_generated_again()
    {
        var compilation = Compile("[LitRecord] public partial record R(double X);");
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new LitRecordGenerator().AsSourceGenerator()],
            driverOptions: new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGenerators(compilation);

        driver = driver.RunGenerators(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("public class Other;")));

        Assert.That(
            driver.GetRunResult().Results.Single().TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(run => run.Outputs)
                .Select(output => output.Reason),
            Is.All.EqualTo(IncrementalStepRunReason.Cached).Or.EqualTo(IncrementalStepRunReason.Unchanged));
    }

    private static (List<Diagnostic> Diagnostics, List<string> Sources) Run(string code)
    {
        var driver = CSharpGeneratorDriver.Create(new LitRecordGenerator())
            .RunGeneratorsAndUpdateCompilation(Compile(code), out var compilation, out var diagnostics);
        List<string> sources = [.. driver.GetRunResult().GeneratedTrees.Select(tree => tree.ToString())];
        if (sources.Count > 0)
        {
            Assert.That(
                compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning),
                Is.Empty,
                sources[0]);
        }

        return ([.. diagnostics], sources);
    }

    private static CSharpCompilation Compile(string code)
    {
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        var references = platform.Split(Path.PathSeparator)
            .Append(typeof(Example).Assembly.Location)
            .Append(typeof(Spec).Assembly.Location)
            .Distinct()
            .Select(path => MetadataReference.CreateFromFile(path));
        return CSharpCompilation.Create(
            "Records",
            [CSharpSyntaxTree.ParseText("#nullable enable\nusing Lit.Api;\n" + code, path: "Code.cs")],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }
}

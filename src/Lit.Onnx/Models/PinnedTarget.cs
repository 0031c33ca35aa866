using Lit.Api;
using Lit.Api.Attribution;
using Lit.Onnx.Programs;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>A target and the outputs of a model that it is about.</summary>
internal sealed class PinnedTarget
{
    private readonly Target _target;
    private readonly Choice[] _choices;
    private readonly OutputBinding? _output;

    private PinnedTarget(Target target, ProgramTarget program, OutputBinding? output, IEnumerable<Choice> choices)
    {
        _target = target;
        _output = output;
        _choices = [.. choices];
        Program = program;
    }

    /// <summary>What a program computes for it.</summary>
    public ProgramTarget Program { get; }

    /// <summary>Finds the outputs that a target is about.</summary>
    /// <param name="target">The target.</param>
    /// <param name="fields">The fields of the predictions.</param>
    /// <param name="mismatch">What is missing, if nothing is found.</param>
    public static PinnedTarget? Find(Target target, IEnumerable<PredictedField> fields, out SpecMismatch? mismatch)
    {
        OutputBinding[] outputs = [.. fields.OfType<OutputBinding>()];
        if (target is ExpressionTarget { Formula: var formula })
        {
            mismatch = null;
            return OfFormula(target, formula, outputs);
        }

        OutputBinding[] fit = [.. outputs.Where(field => Fits(target, field))];
        OutputBinding? output = target.Field is { } name
            ? Array.Find(fit, field => field.Field == name || field.Info.Name == name)
            : fit.FirstOrDefault();
        mismatch = output is not null
            ? null
            : new SpecMismatch(
                target.Field ?? "output",
                Expected(target),
                fit.Length == 0
                    ? outputs.Length == 0 ? "none" : $"only {string.Join(", ", outputs.Select(Describe))}"
                    : string.Join(", ", fit.Select(field => field.Field)));
        return output is null
            ? null
            : new PinnedTarget(target, ProgramTarget.Of(target) with { Output = output.Info.Name }, output, ChoicesOf(target, output));
    }

    /// <summary>What a program has to know of examples.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="predict">Predicts an output for them, where a class is the one that the model predicts.</param>
    /// <exception cref="LitException">A class is not one of the model's, or a field does not fit.</exception>
    public TargetFeeds Pin(IReadOnlyList<Example> examples, Func<OutputBinding, TensorColumn> predict)
    {
        var columns = new Dictionary<OutputBinding, TensorColumn>();
        List<(string Name, double[] Numbers, long[] Shape)> inputs = [];
        foreach (Choice choice in _choices)
        {
            TensorColumn? predicted = null;
            if (choice.Of == ClassChoice.Predicted && choice.Output is { } output && !columns.TryGetValue(output, out predicted))
            {
                columns[output] = predicted = predict(output);
            }

            inputs.Add(TargetFeeds.Classes(choice.Input, examples.Select((example, i) => choice.Resolve(example, predicted, i))));
        }

        if (_target is SequenceTarget sequence)
        {
            inputs.Add(TargetNumbers.Labels(sequence, examples));
        }
        else if (Program.Formula is { } formula)
        {
            inputs.AddRange(FormulaParts.Of(formula).Fields.Select((field, i) => TargetNumbers.Field(field, i, examples)));
        }
        else if (_target is RegressionTarget)
        {
            inputs.Add(TargetFeeds.Classes(ProgramNames.Class, examples.Select(_ => 0)));
        }

        return new TargetFeeds(inputs);
    }

    /// <summary>The target as it was pinned, for a result.</summary>
    public ResolvedTarget Describe(int ofClass) =>
        _target is ClassTarget or MarginTarget && _choices[0].Labels is { Count: > 0 } labels
            ? new ResolvedTarget(_target, _output!.Field, ofClass, labels[ofClass])
            : new ResolvedTarget(_target, _output?.Field ?? FormulaParts.Of(Program.Formula!).Outputs[0], null, null);

    private static PinnedTarget OfFormula(Target target, TargetExpression formula, OutputBinding[] outputs)
    {
        OutputBinding? Find(string name) =>
            Array.Find(outputs, field => field.Info.Name == name && field.Type is MulticlassPreds)
            ?? Array.Find(outputs, field => field.Field == name && field.Type is MulticlassPreds)
            ?? Array.Find(outputs, field => field.Type is MulticlassPreds { Vocab.Count: var count } && count == Width(name));

        // Logits have no names of classes of their own where the predictions are made from the probabilities behind them.
        long? Width(string name) => Array.Find(outputs, field => field.Info.Name == name || field.Field == name)?.Info is { Rank: > 1 } info
            ? info.Shape[^1].Size
            : null;

        // An output of the model goes before a field of the same name.
        string NameOf(string name) => outputs.Any(field => field.Info.Name == name)
            ? name
            : Array.Find(outputs, field => field.Field == name)?.Info.Name ?? name;
        TargetExpression renamed = FormulaParts.Rename(formula, NameOf);
        var choices = FormulaParts.Of(renamed).Choices.Select((choice, i) => new Choice(
            ProgramNames.Choice(i), choice.Choice, FormulaParts.OutputOf(choice.Of) is { } name ? Find(name) : null));
        return new PinnedTarget(
            target, new ProgramTarget(null, ProgramTargetKind.Formula) { Formula = renamed }, null, choices);
    }

    private static IEnumerable<Choice> ChoicesOf(Target target, OutputBinding output) => target switch
    {
        ClassTarget one => [new(ProgramNames.Class, one.OfClass, output)],
        MarginTarget two => [new(ProgramNames.Class, two.OfClass, output), new(ProgramNames.Against, two.Against, output)],
        _ => [],
    };

    private static bool Fits(Target target, OutputBinding field) => target switch
    {
        RegressionTarget => field.Type is Scalar && field.Info.IsFloatingPoint,
        SequenceTarget => field.Info.IsTensor && field.Info.IsFloatingPoint && field.Info.Rank == 3,
        _ => field.Type is MulticlassPreds && field.Info.IsTensor,
    };

    private static string Expected(Target target) => target switch
    {
        RegressionTarget => "a field with one number",
        SequenceTarget => "an output with scores of tokens for each position, [batch, tokens, vocabulary]",
        _ => "a field with probabilities of classes",
    };

    private static string Describe(OutputBinding output) => $"'{output.Field}' ({output.Type.GetType().Name}) of {output.Info}";

    /// <summary>A class that is chosen for each example.</summary>
    /// <param name="Input">The program's input for it.</param>
    /// <param name="Of">The choice.</param>
    /// <param name="Output">The output with the classes; null if it is not one of the predictions.</param>
    private sealed record Choice(string Input, ClassChoice Of, OutputBinding? Output)
    {
        /// <summary>More classes than there are, where their number is not known.</summary>
        private const int Many = 1 << 20;

        private float[]? _noScores;

        public Vocabulary? Labels => (Output?.Type as MulticlassPreds)?.Vocab;

        public int Resolve(Example example, TensorColumn? predicted, int row)
        {
            if (Of == ClassChoice.Predicted && predicted is null)
            {
                throw new LitException(
                    "Expected the class of a formula to be named or numbered where its numbers are no field of probabilities of the "
                    + "predictions; found the predicted class.");
            }

            // What is not predicted is chosen by name or number, for which only the number of classes counts.
            _noScores ??= new float[Labels?.Count ?? (int)((Output?.Info.Rank > 1 ? Output.Info.Shape[^1].Size : null) ?? Many)];
            return Of.Resolve(Labels is { } labels ? labels : [], predicted is null ? _noScores : predicted.Row(row), example);
        }
    }
}

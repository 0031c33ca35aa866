namespace Lit.Types.Validation;

/// <summary>Checks examples and predictions against their specs.</summary>
/// <remarks>A field that a type refers to is checked once, in the spec, not in every example.</remarks>
public static class Validator
{
    /// <summary>Checks the examples of a dataset by the default options.</summary>
    /// <param name="spec">The fields of the dataset.</param>
    /// <param name="examples">Records; the values are of the .NET types of their fields.</param>
    public static ValidationReport CheckExamples(
        Spec spec,
        IReadOnlyList<IReadOnlyDictionary<string, object?>> examples)
        => CheckExamples(spec, examples, new());

    /// <summary>Checks the examples of a dataset.</summary>
    /// <param name="spec">The fields of the dataset.</param>
    /// <param name="examples">Records; the values are of the .NET types of their fields.</param>
    /// <param name="options">What to check.</param>
    public static ValidationReport CheckExamples(
        Spec spec,
        IReadOnlyList<IReadOnlyDictionary<string, object?>> examples,
        ValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(options);
        return Report(ExampleProblems(spec, examples, options), options);
    }

    /// <summary>Checks the predictions of a model by the default options.</summary>
    /// <param name="output">The fields that the model predicts.</param>
    /// <param name="input">The fields that the model reads.</param>
    /// <param name="dataset">The fields of the dataset.</param>
    /// <param name="examples">The examples that were predicted, for their ids and their number.</param>
    /// <param name="predictions">One prediction for each example.</param>
    public static ValidationReport CheckPredictions(
        Spec output,
        Spec input,
        Spec dataset,
        IReadOnlyList<IReadOnlyDictionary<string, object?>> examples,
        IReadOnlyList<IReadOnlyDictionary<string, object?>> predictions)
        => CheckPredictions(output, input, dataset, examples, predictions, new());

    /// <summary>Checks the predictions of a model.</summary>
    /// <param name="output">The fields that the model predicts.</param>
    /// <param name="input">The fields that the model reads.</param>
    /// <param name="dataset">The fields of the dataset.</param>
    /// <param name="examples">The examples that were predicted, for their ids and their number.</param>
    /// <param name="predictions">One prediction for each example.</param>
    /// <param name="options">What to check.</param>
    public static ValidationReport CheckPredictions(
        Spec output,
        Spec input,
        Spec dataset,
        IReadOnlyList<IReadOnlyDictionary<string, object?>> examples,
        IReadOnlyList<IReadOnlyDictionary<string, object?>> predictions,
        ValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(options);
        var references = output.CheckReferences(dataset, input).Select(Reference);
        return Report(references.Concat(PredictionProblems(output, examples, predictions, options)), options);
    }

    private static ValidationReport Report(IEnumerable<ValidationProblem> problems, ValidationOptions options)
    {
        ValidationProblem[] found = [.. problems.Take(options.MaxProblems + 1)];
        return found.Length > options.MaxProblems ? new(found[..options.MaxProblems], false) : new(found, true);
    }

    private static ValidationProblem Reference(SpecMismatch mismatch) => new(ProblemKind.Reference, mismatch);

    private static IEnumerable<ValidationProblem> ExampleProblems(
        Spec spec,
        IReadOnlyList<IReadOnlyDictionary<string, object?>> examples,
        ValidationOptions options)
    {
        foreach (var mismatch in spec.CheckReferences(spec, null))
        {
            yield return Reference(mismatch);
        }

        foreach (var (field, type) in spec)
        {
            if (options.AllFieldsRequired && !type.Required)
            {
                yield return new(ProblemKind.Optional, new(field, "a required field", "an optional one"));
            }

            bool required = options.AllFieldsRequired || type.Required;
            for (int i = 0; i < examples.Count; i++)
            {
                foreach (var problem in FieldProblems(spec, field, type, required, examples[i], options))
                {
                    yield return problem with { Index = i, Id = IdOf(examples[i]) };
                }
            }
        }

        for (int i = 0; options.RefuseUnknownFields && i < examples.Count; i++)
        {
            foreach (string field in examples[i].Keys)
            {
                if (!spec.ContainsKey(field) && field is not (ExampleId.IdField or ExampleId.MetaField))
                {
                    var mismatch = new SpecMismatch(field, "a field of the spec", "another");
                    yield return new(ProblemKind.Unknown, mismatch, i, IdOf(examples[i]));
                }
            }
        }
    }

    private static IEnumerable<ValidationProblem> PredictionProblems(
        Spec output,
        IReadOnlyList<IReadOnlyDictionary<string, object?>> examples,
        IReadOnlyList<IReadOnlyDictionary<string, object?>> predictions,
        ValidationOptions options)
    {
        if (examples.Count != predictions.Count)
        {
            yield return new(
                ProblemKind.Count,
                new("predictions", $"{examples.Count}, one for each example", $"{predictions.Count}"));
        }

        for (int i = 0; i < predictions.Count; i++)
        {
            string? id = i < examples.Count ? IdOf(examples[i]) : null;
            foreach (var (field, type) in output)
            {
                bool required = options.AllFieldsRequired || type.Required;
                foreach (var problem in FieldProblems(output, field, type, required, predictions[i], options))
                {
                    yield return problem with { Index = i, Id = id };
                }
            }
        }
    }

    private static IEnumerable<ValidationProblem> FieldProblems(
        Spec spec,
        string field,
        LitType type,
        bool required,
        IReadOnlyDictionary<string, object?> record,
        ValidationOptions options)
    {
        if (!record.TryGetValue(field, out object? value) || value is null)
        {
            return required ? [new(ProblemKind.Missing, new(field, $"a value of {type.WireName}", "none"))] : [];
        }

        var problems = type.Check(field, value, options.Rules)
            .Select(mismatch => new ValidationProblem(ProblemKind.Value, mismatch));
        return options.Rules == CheckRules.Strict
            ? problems.Concat(Alignment.Check(spec, field, type, value, record)
                .Select(mismatch => new ValidationProblem(ProblemKind.Alignment, mismatch)))
            : problems;
    }

    private static string? IdOf(IReadOnlyDictionary<string, object?> example)
        => example.TryGetValue(ExampleId.IdField, out object? id) ? id as string : null;
}

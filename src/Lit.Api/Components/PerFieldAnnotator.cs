using Lit.Types;

namespace Lit.Api;

/// <summary>
/// Runs a model of one input on every field of a dataset that it can read, and adds what it predicts.
/// </summary>
/// <remarks>
/// A field <c>f</c> gets, for each output <c>o</c> of the model, a field <c>name:o:f</c> of the output's type with
/// <see cref="LitType.Annotated"/> set. References of the output's types follow the new names.
/// </remarks>
public sealed class PerFieldAnnotator : Annotator
{
    private readonly Model _model;
    private readonly string _input;

    /// <summary>An annotator of a model.</summary>
    /// <param name="name">The first part of the names of new fields.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="LitException">The model does not have exactly one input field.</exception>
    public PerFieldAnnotator(string name, Model model)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(model);
        if (model.InputSpec.Count != 1)
        {
            throw new LitException(
                $"Annotator '{name}': expected a model of one input field, "
                + $"found '{model.Name}' of {model.InputSpec.Count}: {string.Join(", ", model.InputSpec.Keys)}.");
        }

        Name = name;
        _model = model;
        _input = model.InputSpec.Keys.Single();
    }

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    /// <exception cref="LitException">A new field has the name of an old one, or the model fails.</exception>
    public override async ValueTask<Dataset> AnnotateAsync(
        Dataset dataset,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var wanted = _model.InputSpec[_input].GetType();
        List<(string Name, LitType Type, Column Column)> added = [];
        foreach (string field in dataset.Spec.Where(pair => wanted.IsInstanceOfType(pair.Value)).Select(pair => pair.Key))
        {
            var names = _model.OutputSpec.Keys.ToDictionary(output => output, output => $"{Name}:{output}:{field}");
            var predictions = await _model.PredictTableAsync(
                dataset.SelectFields(field).Remap(new Dictionary<string, string> { [field] = _input }),
                cancellationToken).ConfigureAwait(false);
            names.TryAdd(_input, field);
            foreach (var ((output, _), (renamed, type)) in _model.OutputSpec.Zip(_model.OutputSpec.Rename(names)))
            {
                added.Add((renamed, type with { Annotated = true }, predictions[output]));
            }
        }

        return dataset.WithFields(added);
    }
}

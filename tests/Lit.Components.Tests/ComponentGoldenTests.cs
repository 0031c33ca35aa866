using System.Text.Json;
using Lit.Api;
using Lit.Components.Results;
using Lit.Components.Salience;
using NUnit.Framework;

namespace Lit.Components;

/// <summary>Specs of the components, and which models and data sets they accept, as LIT 1.3 answered.</summary>
internal sealed class ComponentGoldenTests
{
    private static readonly Component[] Components =
    [
        new ClassificationInterpreter(), new RegressionInterpreter(), new GradientNorm(), new GradientTimesInput(), new IntegratedGradients(),
    ];

    private static IEnumerable<TestCaseData<GoldenCase>> SpecCases
        => Golden.Cases(
            "lit/component_specs.json", golden => Components.Any(component => component.Name == golden.Name));

    private static IEnumerable<TestCaseData<GoldenCase>> ModelCases => Golden.Cases("lit/component_compat.json");

    private static IEnumerable<TestCaseData<GoldenCase>> ToyCases => Golden.Cases("lit/component_compat_toys.json");

    [Test]
    public void Every_component_has_a_recorded_spec()
        => Assert.That(SpecCases.Count(), Is.EqualTo(Components.Length));

    [TestCaseSource(nameof(SpecCases))]
    public void Config_and_meta_spec_are_those_recorded(GoldenCase golden)
    {
        var component = Components.Single(c => c.Name == golden.Name);

        Assert.That(component.ConfigSpec, Is.EqualTo(Golden.Spec(golden.Expected.GetProperty("config_spec"))));
        Assert.That(component.MetaSpec, Is.EqualTo(Golden.Spec(golden.Expected.GetProperty("meta_spec"))));
    }

    [TestCaseSource(nameof(ModelCases))]
    public void A_component_accepts_the_models_that_were_recorded(GoldenCase golden)
    {
        var specs = Golden.File("lit/component_compat.json").GetProperty("dataset_specs");
        var model = ModelOf(golden.Input);

        foreach (var answer in golden.Expected.EnumerateObject())
        {
            var dataset = new Dataset(Golden.Spec(specs.GetProperty(answer.Name)), []);
            Assert.That(Accepting(model, dataset), Is.EqualTo(Recorded(answer.Value)), answer.Name);
        }
    }

    [TestCaseSource(nameof(ToyCases))]
    public void A_component_accepts_the_toy_models_that_were_recorded(GoldenCase golden)
    {
        var models = Golden.File("lit/models.json").GetProperty("models");
        var model = ModelOf(models.GetProperty(golden.Input.GetProperty("model").GetString()!));

        foreach (var answer in golden.Expected.EnumerateObject())
        {
            Assert.That(Accepting(model, new Dataset(new(), [])), Is.EqualTo(Recorded(answer.Value)), answer.Name);
        }
    }

    private static string[] Accepting(Model model, Dataset dataset)
        => [.. Components.Where(component => component.CheckCompatibility(model, dataset).IsCompatible).Select(
            component => component.Name)];

    private static string[] Recorded(JsonElement answer)
        => [.. Golden.Strings(answer.GetProperty("compatible")).Where(
            name => Components.Any(component => component.Name == name))];

    private static FixedModel ModelOf(JsonElement json)
        => new(Golden.Spec(json.GetProperty("input_spec")), Golden.Spec(json.GetProperty("output_spec")));
}

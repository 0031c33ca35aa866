using Lit.Types;
using NUnit.Framework;

namespace Lit.Api;

public sealed class ComponentCatalogTests
{
    private static readonly Model Classifier = new StaticPredictions(
        new Dataset(new() { ["t"] = new TextSegment() }, []),
        new Dataset(new() { ["p"] = new MulticlassPreds { Vocab = ["a", "b"] } }, []));

    private static readonly Dataset Empty = new(new() { ["t"] = new TextSegment() }, []);

    [Test]
    public void What_fits_is_found_and_what_does_not_says_why()
    {
        var catalog = new ComponentCatalog([new Needs<MulticlassPreds>("classes"), new Needs<RegressionScore>("scores")]);

        var fits = catalog.Check(Classifier, Empty);

        Assert.That(fits.Select(fit => (fit.Component.Name, fit.Fits)), Is.EqualTo(new[] { ("classes", true), ("scores", false) }));
        Assert.That(fits[1].Compatibility.ToString(), Is.EqualTo("output: expected a RegressionScore field, found none"));
        Assert.That(catalog.Find(Classifier, Empty).Single().Name, Is.EqualTo("classes"));
        Assert.That(catalog.Find<Needs<RegressionScore>>(Classifier, Empty), Is.Empty);
    }

    [Test]
    public void A_name_is_there_once()
        => Assert.That(
            () => new ComponentCatalog([new Needs<Tokens>("x"), new Needs<Scalar>("x")]),
            Throws.TypeOf<LitException>().With.Message.EqualTo("Expected each name of a component once, found 'x' twice. Rename one of them."));

    [Test]
    public void A_component_of_a_taken_name_replaces_the_old_one_in_its_place()
    {
        var replaced = new ComponentCatalog([new Needs<Tokens>("a"), new Needs<Tokens>("b")]).With([new Needs<Scalar>("a"), new Needs<Scalar>("c")]);

        Assert.That(replaced.Select(component => component.Name), Is.EqualTo(new[] { "a", "b", "c" }));
        Assert.That(replaced["a"], Is.TypeOf<Needs<Scalar>>());
    }

    [Test]
    public void An_unknown_name_is_answered_with_those_there_are()
        => Assert.That(() => new ComponentCatalog([new Needs<Tokens>("a")])["z"], Throws.TypeOf<LitException>().With.Message.EqualTo(
            "Expected one of the components a; found 'z'."));

    private sealed class Needs<T>(string name) : Component
        where T : LitType
    {
        public override string Name => name;

        public override Compatibility CheckCompatibility(Model model, Dataset dataset)
            => model.OutputSpec.FieldsOf<T>().Any() ? Compatibility.Full : new([new("output", $"a {typeof(T).Name} field", "none")]);

        public override IAsyncEnumerable<object> RunAsync(
            Model model,
            Dataset inputs,
            IReadOnlyDictionary<string, object?>? config = null,
            IProgress<LitProgress>? progress = null,
            CancellationToken cancellationToken = default)
            => AsyncEnumerable.Empty<object>();
    }
}

using Lit.Types;
using NUnit.Framework;

namespace Lit.Api;

public sealed class ModelWrapperTests
{
    [Test]
    public async Task A_wrapper_that_overrides_nothing_is_the_model()
    {
        var inner = new Inner();
        var wrapper = new Plain(inner);

        Assert.That(wrapper.Name, Is.EqualTo("inner name"));
        Assert.That(wrapper.Description, Is.EqualTo("inner description"));
        Assert.That(wrapper.Identity, Is.EqualTo("inner identity"));
        Assert.That(wrapper.InputSpec, Is.SameAs(inner.InputSpec));
        Assert.That(wrapper.OutputSpec, Is.SameAs(inner.OutputSpec));
        Assert.That(wrapper.SupportsConcurrentPredictions, Is.True);
        Assert.That(wrapper.CheckCompatibility(new Dataset([], [])).ToString(), Is.EqualTo("x: expected this, found that"));
        Assert.That(await wrapper.PredictAsync([]).CountAsync(), Is.EqualTo(1));
        Assert.That((await wrapper.PredictTableAsync(new Dataset([], []))).Count, Is.EqualTo(2));
    }

    [Test]
    public void What_the_model_can_do_besides_is_found_through_the_wrapper()
    {
        Assert.That(new Plain(new Inner()).Capability<IEmbeddingTable>(), Is.TypeOf<Inner>());
        Assert.That(new Plain(new Inner()).Capability<IFormattable>(), Is.Null);
    }

    [Test]
    public async Task The_model_is_disposed_with_the_wrapper()
    {
        var first = new Inner();
        var second = new Inner();

        new Plain(first).Dispose();
        await new Plain(second).DisposeAsync();

        Assert.That(first.Disposed, Is.True);
        Assert.That(second.Disposed, Is.True);
    }

    private sealed class Plain(Model inner) : ModelWrapper(inner);

    private sealed class Inner : Model, IEmbeddingTable
    {
        public bool Disposed { get; private set; }

        public override string Name => "inner name";

        public override string Description => "inner description";

        public override string Identity => "inner identity";

        public override Spec InputSpec { get; } = new() { ["t"] = new TextSegment() };

        public override Spec OutputSpec { get; } = [];

        public override bool SupportsConcurrentPredictions => true;

        public override IAsyncEnumerable<Example> PredictAsync(IEnumerable<Example> inputs, CancellationToken cancellationToken = default)
            => AsyncEnumerable.Repeat(new Example([]), 1);

        public override ValueTask<ExampleTable> PredictTableAsync(
            Dataset inputs, IProgress<LitProgress>? progress, CancellationToken cancellationToken)
            => ValueTask.FromResult(ExampleTable.FromExamples([], [new Example([]), new Example([])]));

        public override Compatibility CheckCompatibility(Dataset dataset) => new([new("x", "this", "that")]);

        public ValueTask<EmbeddingTable> GetEmbeddingTableAsync(CancellationToken cancellationToken)
            => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            Disposed = true;
            base.Dispose(disposing);
        }
    }
}

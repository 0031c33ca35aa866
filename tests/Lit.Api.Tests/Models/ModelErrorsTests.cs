using NUnit.Framework;

namespace Lit.Api;

public sealed class ModelErrorsTests
{
    [Test]
    public async Task An_example_that_fails_is_a_result_and_the_others_go_on()
    {
        var model = new LengthModel(new BatchOptions { MaxBatchSize = 4 })
        {
            Fails = text => text == "bad" ? new InvalidDataException("no good") : null,
        };

        var results = await model.PredictEachAsync(new[] { "a", "bad", "ccc", "dd", "e", "bad", "f" }.Select(LengthModel.Text)).ToListAsync();

        Assert.That(results.Select(result => result.Index), Is.EqualTo(Enumerable.Range(0, 7)));
        Assert.That(results.Select(result => result.Output?.Get<int>("n")), Is.EqualTo(new int?[] { 1, null, 3, 2, 1, null, 1 }));
        Assert.That(results[1].Error, Is.TypeOf<InvalidDataException>().With.Message.EqualTo("no good"));
        Assert.That(results[1].Input.Get<string>("t"), Is.EqualTo("bad"));
        Assert.That(results[0].Succeeded, Is.True);
    }

    [Test]
    public async Task Cancellation_ends_the_run_and_is_no_result()
    {
        using var source = new CancellationTokenSource();
        var model = new LengthModel(new BatchOptions { MaxBatchSize = 1 }) { Fails = _ => { source.Cancel(); return null; } };

        await Assert.ThrowsAsync<OperationCanceledException>(async () => await model
            .PredictEachAsync(new[] { "a", "b" }.Select(LengthModel.Text), source.Token).ToListAsync());
    }
}

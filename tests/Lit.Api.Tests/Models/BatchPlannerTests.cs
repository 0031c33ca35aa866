using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using Property = FsCheck.Property;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Lit.Api;

public sealed class BatchPlannerTests
{
    private static Arbitrary<(int[] Lengths, int Size, int? Budget)> Plans => (
        from lengths in Gen.Choose(0, 40).ArrayOf()
        from size in Gen.Choose(1, 9)
        from budget in Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(1, 120).Select(value => (int?)value))
        select (lengths, size, budget)).ToArbitrary();

    [Property(MaxTest = 500)]
    public Property Every_example_is_in_one_batch() => Prop.ForAll(Plans, given =>
        Plan(given).Order.ToArray().Order().SequenceEqual(Enumerable.Range(0, given.Lengths.Length)));

    [Property(MaxTest = 500)]
    public Property A_batch_of_two_or_more_is_within_size_and_budget() => Prop.ForAll(Plans, given =>
    {
        var plan = Plan(given);
        return Enumerable.Range(0, plan.BatchCount).Select(i => plan.Batch(i).ToArray()).All(batch =>
            batch.Length > 0
            && batch.Length <= given.Size
            && (batch.Length == 1 || batch.Length * batch.Max(i => given.Lengths[i]) <= (given.Budget ?? int.MaxValue)));
    });

    [Property(MaxTest = 300)]
    public Property Examples_of_equal_length_keep_their_order() => Prop.ForAll(Plans, given =>
        Plan(given).Order.ToArray().GroupBy(i => given.Lengths[i]).All(group => group.SequenceEqual(group.Order())));

    [Test]
    public void Lengths_that_are_sorted_waste_less_padding()
    {
        var plan = Plan(([9, 1, 9, 1, 9, 1], 3, null));

        Assert.That(plan.Batch(0).ToArray(), Is.EqualTo(new[] { 0, 2, 4 }));
        Assert.That(plan.Batch(1).ToArray(), Is.EqualTo(new[] { 1, 3, 5 }));
    }

    [Test]
    public void Without_lengths_the_order_stays()
    {
        var plan = new BatchPlanner(new BatchOptions { MaxBatchSize = 2 }).Plan([5, 1, 7]);

        Assert.That(plan.KeepsOrder, Is.True);
        Assert.That(plan.BatchCount, Is.EqualTo(2));
    }

    [Test]
    public void A_token_budget_needs_lengths()
        => Assert.That(
            () => new BatchPlanner(new BatchOptions { TokenBudget = 8 }),
            Throws.ArgumentException.With.Message.StartsWith("Expected a Length beside the TokenBudget, which counts lengths; found none."));

    [Test]
    public void No_batch_size_below_one_is_taken()
    {
        Assert.That(() => new BatchOptions { MaxBatchSize = 0 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new BatchOptions { TokenBudget = 0 }, Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new BatchOptions { LookAheadBatches = 0 }, Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static BatchPlan Plan((int[] Lengths, int Size, int? Budget) given) => new BatchPlanner(new BatchOptions
    {
        MaxBatchSize = given.Size,
        TokenBudget = given.Budget,
        Length = _ => 0,
    }).Plan(given.Lengths);
}

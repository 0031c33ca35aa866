using NUnit.Framework;

namespace Lit.Components.Layers;

internal sealed class ActivationMapTests
{
    [Test]
    public void A_channel_counts_by_the_mean_of_its_gradient()
    {
        // Two channels of two positions: means 2 and −1.
        float[] activations = [1, 2, 10, 20];
        float[] gradients = [1, 3, -1, -1];

        Assert.That(ActivationMap.Of(activations, gradients, 2, channelsFirst: true, rectify: false), Is.EqualTo([-8.0, -16.0]));
        Assert.That(ActivationMap.Of(activations, gradients, 2, channelsFirst: true, rectify: true), Is.EqualTo([0.0, 0.0]));
        Assert.That(
            ActivationMap.Of([1, 10, 2, 20], [1, -1, 3, -1], 2, channelsFirst: false, rectify: false), Is.EqualTo([-8.0, -16.0]));
    }

    [Test]
    public void A_larger_map_repeats_or_lies_between_the_middles_of_cells()
    {
        double[] map = [0, 4];

        Assert.That(ActivationMap.Resize(map, (1, 2), (1, 4), MapUpsampling.Nearest), Is.EqualTo([0.0, 0, 4, 4]));
        Assert.That(ActivationMap.Resize(map, (1, 2), (1, 4), MapUpsampling.Bilinear), Is.EqualTo([0.0, 1, 3, 4]).Within(1e-12));
        Assert.That(ActivationMap.Resize([7], (1, 1), (2, 2), MapUpsampling.Bilinear), Is.EqualTo([7.0, 7, 7, 7]));
    }

    [Test]
    public void Sums_along_a_path_are_those_of_its_intervals()
    {
        // y goes 0 → 1 → 3, g is 2, 4, 6: lower ends 2 · 1 + 4 · 2, means 3 · 1 + 5 · 2.
        Assert.That(LayerSums.Conductance([2, 4, 6], [0, 1, 3], 3, lower: 1), Is.EqualTo([10f]));
        Assert.That(LayerSums.Conductance([2, 4, 6], [0, 1, 3], 3, lower: 0.5), Is.EqualTo([13f]));
        Assert.That(LayerSums.Weighted([2, 4, 6, 8], [0.25, 0.75]), Is.EqualTo([5f, 7f]));
        Assert.That(LayerSums.Points([1, 1], [3, 5], [0, 0.5, 1]), Is.EqualTo([1f, 1, 2, 3, 3, 5]));
    }
}

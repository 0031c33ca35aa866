using NUnit.Framework;

namespace Lit.Types;

/// <summary>Labels in index order.</summary>
public sealed class VocabularyTests
{
    [Test]
    public void Vocabularies_of_the_same_labels_are_equal_and_order_counts()
    {
        Vocabulary labels = ["a", "b"];

        Assert.That(labels, Is.EqualTo(new Vocabulary(["a", "b"])));
        Assert.That(labels.GetHashCode(), Is.EqualTo(new Vocabulary(["a", "b"]).GetHashCode()));
        Assert.That(labels.Equals(["b", "a"]), Is.False);
    }

    [Test]
    public void A_label_is_found_at_its_first_position()
    {
        Vocabulary labels = ["b", "a", "b"];

        Assert.That(labels.IndexOf("b"), Is.Zero);
        Assert.That(labels.IndexOf("B"), Is.EqualTo(-1));
        Assert.That(labels.HasDuplicates);
        Assert.That(labels.Contains("a"));
    }

    [Test]
    public void A_null_label_is_refused()
        => Assert.That(() => new Vocabulary(["a", null!]), Throws.ArgumentException.With.Message.Contains("position 1"));

    [Test]
    public void Only_the_first_labels_of_a_long_vocabulary_are_shown()
        => Assert.That(new Vocabulary(Enumerable.Range(0, 1000).Select(i => $"{i}")).ToString(), Does.EndWith("18, 19, … 1000 in all]"));
}

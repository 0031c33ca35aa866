using Lit.Types;
using NUnit.Framework;

namespace Lit.PublicApi.Usage;

public sealed class SpecUsageTests
{
    [Test]
    public void A_spec_names_typed_fields_and_finds_them_by_type()
    {
        var spec = new Spec { ["text"] = new TextSegment(), ["label"] = new CategoryLabel { Vocab = ["bad", "good"] } };

        Assert.That(spec.FieldsOf<CategoryLabel>().Select(field => field.Key), Is.EqualTo(new[] { "label" }));
    }
}

using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Text;
using System.Xml.Linq;
using NUnit.Framework;

namespace Lit.Packages;

[TestFixture("Lit.Types", "")]
[TestFixture("Lit.Api", "Lit.Types")]
[TestFixture("Lit.Metrics", "Lit.Types Lit.Api")]
[TestFixture("Lit.Generators", "Lit.Types Lit.Api")]
[TestFixture("Lit.Components", "Lit.Types Lit.Api")]
[TestFixture("Lit.Onnx", "Lit.Types Lit.Api")]
public sealed class PackageContentTests(string package, string ours)
{
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    [Test]
    public void It_holds_the_assembly_its_documentation_and_the_readme()
    {
        using var archive = Open("nupkg");

        Assert.That(
            archive.Entries.Select(entry => entry.FullName),
            Is.SupersetOf(new[] { $"lib/net10.0/{package}.dll", $"lib/net10.0/{package}.xml", "README.md" }));
    }

    [Test]
    public void It_depends_on_the_packages_below_it_and_on_no_native_library()
    {
        var ids = Metadata().Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => (string)e.Attribute("id")!).ToList();

        Assert.That(ids.Where(id => id.StartsWith("Lit.", StringComparison.Ordinal)), Is.EquivalentTo(ours.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.That(ids, Does.Not.Contain("Microsoft.ML.OnnxRuntime").And.Not.Contain("Lit.Api.Generators"));
        Assert.That(ids.Contains("Microsoft.ML.OnnxRuntime.Managed"), Is.EqualTo(package == "Lit.Onnx"));
    }

    [Test]
    public void It_says_its_licence_its_purpose_and_the_commit_it_was_built_from()
    {
        var metadata = Metadata();

        Assert.That(Value("license"), Is.EqualTo("Apache-2.0"));
        Assert.That(Value("readme"), Is.EqualTo("README.md"));
        Assert.That(Value("description"), Is.Not.Empty.And.Not.EqualTo("Package Description"));
        Assert.That((string?)Element("repository").Attribute("commit"), Does.Match("^[0-9a-f]{40}$"));

        XElement Element(string name) => metadata.Descendants().Single(e => e.Name.LocalName == name);
        string Value(string name) => Element(name).Value;
    }

    [Test]
    public void Its_symbols_say_where_the_source_of_each_line_is()
    {
        using var archive = Open("snupkg");
        using var stream = new MemoryStream();
        using (var entry = archive.GetEntry($"lib/net10.0/{package}.pdb")!.Open())
        {
            entry.CopyTo(stream);
        }

        stream.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(stream);
        var reader = provider.GetMetadataReader();
        var kinds = reader.CustomDebugInformation.Select(handle => reader.GetGuid(reader.GetCustomDebugInformation(handle).Kind));
        var sources = reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name));

        Assert.That(sources, Is.All.StartsWith("/_"), "A path of the machine that built it is in the symbols.");
        if (Metadata().Descendants().Single(e => e.Name.LocalName == "repository").Attribute("url") is not null)
        {
            Assert.That(kinds, Does.Contain(SourceLink));
        }
    }

    [Test]
    public void The_source_generator_travels_with_the_contracts_alone()
    {
        using var archive = Open("nupkg");

        var analyzers = archive.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("analyzers/", StringComparison.Ordinal));

        Assert.That(analyzers, Is.EqualTo(package == "Lit.Api" ? ["analyzers/dotnet/cs/Lit.Api.Generators.dll"] : Array.Empty<string>()));
    }

    private ZipArchive Open(string extension) =>
        ZipFile.OpenRead(Path.Combine(Setting("Packages"), $"{package}.{Setting("LitVersion")}.{extension}"));

    private XDocument Metadata()
    {
        using var archive = Open("nupkg");
        using var reader = new StreamReader(archive.GetEntry(package + ".nuspec")!.Open(), Encoding.UTF8);
        return XDocument.Load(reader);
    }

    private static string Setting(string key) =>
        typeof(PackageContentTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}

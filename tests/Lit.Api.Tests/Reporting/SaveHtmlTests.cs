using NUnit.Framework;

namespace Lit.Api.Reporting;

public sealed class SaveHtmlTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("lit-report-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task The_file_holds_the_page_and_nothing_else_is_left_behind()
    {
        string path = Path.Combine(_folder, "new", "report.html");

        await Samples.Everything.SaveHtmlAsync(path);

        Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo(Samples.Everything.ToHtml()));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(path)!), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_page_that_cannot_be_drawn_leaves_the_old_file_as_it_was()
    {
        string path = Path.Combine(_folder, "report.html");
        await File.WriteAllTextAsync(path, "old");

        await Assert.ThrowsAsync<InvalidOperationException>(() => new Broken().SaveHtmlAsync(path));

        Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo("old"));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_cancelled_save_leaves_the_old_file_as_it_was()
    {
        string path = Path.Combine(_folder, "report.html");
        await File.WriteAllTextAsync(path, "old");

        await Assert.ThrowsAsync<TaskCanceledException>(
            () => Samples.Everything.SaveHtmlAsync(path, new CancellationToken(canceled: true)));

        Assert.That(await File.ReadAllTextAsync(path), Is.EqualTo("old"));
        Assert.That(Directory.GetFiles(_folder), Has.Length.EqualTo(1));
    }

    private sealed class Broken : IReportable
    {
        public IEnumerable<ReportBlock> ToReport() => throw new InvalidOperationException("broken");
    }
}

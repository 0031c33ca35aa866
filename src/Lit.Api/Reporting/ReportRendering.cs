using System.Text;

namespace Lit.Api.Reporting;

/// <summary>Draws whatever is <see cref="IReportable"/>.</summary>
public static class ReportRendering
{
    extension(IReportable result)
    {
        /// <summary>The result as text for a terminal, 80 columns wide, in true colour.</summary>
        public string ToAnsiString() => result.ToAnsiString(new AnsiOptions());

        /// <summary>The result as text for a terminal.</summary>
        /// <param name="options">Width and colours; see <see cref="AnsiOptions.FromEnvironment()"/>.</param>
        public string ToAnsiString(AnsiOptions options) => new AnsiRenderer(options).Render(result);

        /// <summary>The result as one self-contained HTML page without scripts.</summary>
        public string ToHtml() => result.ToHtml(new HtmlOptions());

        /// <summary>The result as one self-contained HTML page without scripts.</summary>
        /// <param name="options">The title of the page, if the result has none.</param>
        public string ToHtml(HtmlOptions options) => new HtmlRenderer(options).Render(result);

        /// <summary>Writes the result to a file, as one self-contained HTML page without scripts.</summary>
        /// <param name="path">
        /// The file. What is there is replaced once the new page is complete, and stays if writing fails.
        /// </param>
        /// <param name="cancellationToken">Ends the writing; the file stays as it was.</param>
        /// <exception cref="IOException">The file cannot be written.</exception>
        public Task SaveHtmlAsync(string path, CancellationToken cancellationToken = default)
            => result.SaveHtmlAsync(path, new HtmlOptions(), cancellationToken);

        /// <summary>Writes the result to a file, as one self-contained HTML page without scripts.</summary>
        /// <param name="path">
        /// The file. What is there is replaced once the new page is complete, and stays if writing fails.
        /// </param>
        /// <param name="options">The title of the page, if the result has none.</param>
        /// <param name="cancellationToken">Ends the writing; the file stays as it was.</param>
        /// <exception cref="IOException">The file cannot be written.</exception>
        public Task SaveHtmlAsync(string path, HtmlOptions options, CancellationToken cancellationToken = default)
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            return AtomicFile.WriteAsync(path, Encoding.UTF8.GetBytes(result.ToHtml(options)), cancellationToken);
        }
    }
}

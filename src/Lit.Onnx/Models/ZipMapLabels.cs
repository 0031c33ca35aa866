using System.Globalization;
using Lit.Onnx.Graph;
using Lit.Onnx.Protos;
using Lit.Types;

namespace Lit.Onnx.Models;

/// <summary>Finds the classes that a scikit-learn model's converter wrote into the file.</summary>
internal static class ZipMapLabels
{
    /// <summary>The labels of a sequence of maps from label to probability, in the order of the classes.</summary>
    /// <param name="file">The model.</param>
    /// <param name="output">The name of the sequence.</param>
    /// <returns>Null if no ZipMap node makes this output.</returns>
    public static Vocabulary? Of(OnnxFile file, string output)
    {
        NodeProto? node = file.Model.Graph.Node.FirstOrDefault(
            node => node.OpType == "ZipMap" && node.Output.Contains(output));
        foreach (AttributeProto attribute in node?.Attribute ?? [])
        {
            switch (attribute.Name)
            {
                case "classlabels_strings":
                    return new Vocabulary(attribute.Strings.Select(label => label.ToStringUtf8()));
                case "classlabels_int64s":
                    return new Vocabulary(attribute.Ints.Select(label => label.ToString(CultureInfo.InvariantCulture)));
            }
        }

        return null;
    }
}

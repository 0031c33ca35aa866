namespace Lit.Onnx.Graph;

/// <summary>Facts about element types.</summary>
internal static class OnnxElementTypes
{
    extension(OnnxElementType type)
    {
        /// <summary>Whether values of this type can carry a gradient.</summary>
        public bool IsFloat => type is OnnxElementType.Float or OnnxElementType.Double or OnnxElementType.Float16
            or OnnxElementType.BFloat16;

        /// <summary>Whether values of this type are indices or counts.</summary>
        public bool IsIndex => type is OnnxElementType.Int64 or OnnxElementType.Int32;

        /// <summary>Size of one element in bits; 0 where elements have no fixed size.</summary>
        public int Bits => type switch
        {
            OnnxElementType.Complex128 => 128,
            OnnxElementType.Double or OnnxElementType.Int64 or OnnxElementType.UInt64 or OnnxElementType.Complex64 => 64,
            OnnxElementType.Float or OnnxElementType.Int32 or OnnxElementType.UInt32 => 32,
            OnnxElementType.Float16 or OnnxElementType.BFloat16 or OnnxElementType.Int16 or OnnxElementType.UInt16 => 16,
            OnnxElementType.UInt8 or OnnxElementType.Int8 or OnnxElementType.Bool or OnnxElementType.Float8E4M3FN
                or OnnxElementType.Float8E4M3FNUZ or OnnxElementType.Float8E5M2 or OnnxElementType.Float8E5M2FNUZ
                or OnnxElementType.Float8E8M0 => 8,
            OnnxElementType.UInt4 or OnnxElementType.Int4 or OnnxElementType.Float4E2M1 => 4,
            OnnxElementType.UInt2 or OnnxElementType.Int2 => 2,
            _ => 0,
        };
    }
}

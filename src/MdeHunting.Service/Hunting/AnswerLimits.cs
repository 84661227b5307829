namespace MdeHunting.Service.Hunting;

/// <summary>How large an answer can be.</summary>
/// <param name="Rows">How many rows it has at the most; the service cuts the rest off without a word.</param>
/// <param name="Bytes">How many bytes it may have; the service refuses a larger one.</param>
internal readonly record struct AnswerLimits(int Rows, long Bytes);

namespace MdeHunting.Lab.Dataset.Estate;

/// <summary>What a program file says of itself.</summary>
internal sealed record VersionInfo(string Company, string Product, string Number, string InternalName, string OriginalName, string Description)
{
    public static VersionInfo None { get; } = new("", "", "", "", "", "");
}

namespace MdeHunting.Lab.Dataset.Estate;

/// <summary>A program file: what it is and where it lies. An empty signer type is an unsigned file.</summary>
internal sealed record ProgramImage(string FileName, string Folder, FileContent Content, VersionInfo Version, string SignerType)
{
    public string FullPath { get; } = $@"{Folder}\{FileName}";

    public ProgramImage In(string folder) => new(FileName, folder, Content, Version, SignerType);
}

/// <summary>What a program file says of itself.</summary>
internal sealed record VersionInfo(string Company, string Product, string Number, string InternalName, string OriginalName, string Description)
{
    public static VersionInfo None { get; } = new("", "", "", "", "", "");
}

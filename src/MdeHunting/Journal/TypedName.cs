namespace MdeHunting.Journal;

/// <summary>A name and its type, as a journal lists them.</summary>
internal readonly record struct TypedName(string Name, string Type)
{
    /// <summary>The member with the name.</summary>
    public const string NameMember = "name";

    /// <summary>The member with the type.</summary>
    public const string TypeMember = "type";
}

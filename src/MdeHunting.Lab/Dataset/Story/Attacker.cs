using MdeHunting.Lab.Dataset.Recording;

namespace MdeHunting.Lab.Dataset.Story;

/// <summary>The intruder's names and addresses, all of ranges and domains that are kept for documentation.</summary>
internal static class Attacker
{
    public const string SprayIP = "203.0.113.77";
    public const string ControlHost = "sync.onenote-cdn.example";
    public const string ControlIP = "198.51.100.23";
    public const string LureUrl = "https://lasku.nordlicht-spedition.example/v/20931";
    public const string StoreHost = "eu2.cloudbox.example";
    public const string StoreIP = "203.0.113.140";

    public static MailSender Letterhead { get; } =
        new("laskutus@nordlicht-spedition.example", "Nordlicht Spedition GmbH", "198.51.100.61", IPv6: "2001:db8:6e6f:7264::61");
}

using static MdeHunting.Lab.Dataset.Planted.PlantedIndicator;
using static MdeHunting.Lab.Dataset.Planted.SupplierCells;

namespace MdeHunting.Lab.Dataset.Planted;

/// <summary>The rows of the supplier's case, with what a sweep finds in each, and what misleads it.</summary>
internal static class SupplierRows
{
    private static readonly Lazy<IReadOnlyList<PlantedRow>> Rows = new(() => [.. SupplierDeviceRows.All(), .. SupplierCloudRows.All(), .. NotLookedFor()]);

    /// <summary>Every row.</summary>
    public static IReadOnlyList<PlantedRow> All => Rows.Value;

    // There, and not looked for: their time is over, their author took them back, or they are in anybody's list.
    private static IEnumerable<PlantedRow> NotLookedFor() =>
        [
            Row("DeviceNetworkEvents", Server, 16, [.. To(ExpiredAddress, RevokedDomain)]).Finds(ExpiredAddress, "RemoteIP").Finds(RevokedDomain, "RemoteUrl"),
            Row("DeviceNetworkEvents", Server, 16, [.. To("192.0.2.88", UndetectableDomain)]).Finds(UndetectableDomain, "RemoteUrl"),
            Row("DeviceFileEvents", Server, 16, [("ActionType", "FileCreated"), .. At(@"D:\Share", "empty.txt"), ("MD5", EmptyMd5), ("FileSize", 0L)])
                .Finds(EmptyMd5, "MD5"),
        ];
}

// swift-tools-version: 6.2
import PackageDescription

// No package dependencies: Varia needs Swift and oneDNN, nothing else.
let package = Package(
    name: "varia",
    platforms: [.macOS(.v14)],
    products: [
        .executable(name: "varia", targets: ["varia"]),
        .library(name: "VariaKit", targets: ["VariaKit", "Transformer", "Tensors", "Variants"]),
    ],
    targets: [
        .systemLibrary(
            name: "COneDNN", providers: [.apt(["libdnnl-dev"]), .brew(["onednn"])]),
        .target(name: "CKernels"),
        .target(name: "Tensors"),
        .target(name: "Compiler", dependencies: ["Tensors"]),
        .target(
            name: "Runtime", dependencies: ["Tensors", "Compiler", "CKernels", "COneDNN"]),
        .target(name: "Transformer", dependencies: ["Tensors"]),
        .target(name: "Corpora", dependencies: ["Tensors"]),
        .target(
            name: "Training",
            dependencies: ["Tensors", "Compiler", "Runtime", "Transformer", "Corpora"]),
        .target(
            name: "Conformance",
            dependencies: ["Tensors", "Compiler", "Runtime", "Transformer", "Training"]),
        .target(
            name: "Sweeping",
            dependencies: [
                "Tensors", "Compiler", "Runtime", "Transformer", "Corpora", "Training",
                "Conformance",
            ]),
        .target(name: "Charts"),
        .target(
            name: "Reporting", dependencies: ["Charts", "Transformer", "Training", "Sweeping"]),
        .target(
            name: "VariaKit",
            dependencies: [
                "Tensors", "Compiler", "Runtime", "Transformer", "Corpora", "Training",
                "Conformance", "Sweeping", "Reporting",
            ]),
        .target(name: "Variants", dependencies: ["Tensors", "Transformer"], path: "Variants"),
        .executableTarget(name: "varia", dependencies: ["VariaKit", "Variants"]),
        .target(
            name: "TestSupport", dependencies: ["Tensors", "Transformer"],
            path: "Tests/TestSupport"),
        // Varia with variants that crash or hang, which only tests run.
        .executableTarget(
            name: "faulty-varia", dependencies: ["VariaKit", "Variants", "Tensors", "Transformer"],
            path: "Tests/FaultyVaria"),
        .testTarget(name: "TensorsTests", dependencies: ["Tensors", "TestSupport"]),
        .testTarget(name: "CompilerTests", dependencies: ["Compiler", "Tensors", "TestSupport"]),
        .testTarget(
            name: "RuntimeTests",
            dependencies: [
                "Runtime", "Compiler", "Tensors", "CKernels", "COneDNN", "TestSupport",
            ]),
        .testTarget(
            name: "TransformerTests",
            dependencies: ["Transformer", "Tensors", "Variants", "TestSupport"]),
        .testTarget(name: "CorporaTests", dependencies: ["Corpora", "Tensors"]),
        .testTarget(
            name: "TrainingTests",
            dependencies: [
                "Training", "Corpora", "Transformer", "Tensors", "Runtime", "Compiler", "Variants",
                "TestSupport",
            ]),
        .testTarget(
            name: "ConformanceTests",
            dependencies: ["Conformance", "Transformer", "Tensors", "Training", "Variants"],
            resources: [.copy("Golden")]),
        .testTarget(
            name: "SweepingTests",
            dependencies: [
                "Sweeping", "Training", "Corpora", "Transformer", "Tensors", "Variants",
                "TestSupport",
            ]),
        .testTarget(name: "ChartsTests", dependencies: ["Charts"]),
        .testTarget(
            name: "ReportingTests",
            dependencies: [
                "Reporting", "Sweeping", "TestSupport", "Training", "Transformer", "Variants",
            ],
            resources: [.copy("SciPy")]),
        .testTarget(
            name: "VariaKitTests",
            dependencies: [
                "VariaKit", "Variants", "Conformance", "Transformer", "Tensors", "Training",
                "Sweeping", "Corpora", "varia", "faulty-varia", "TestSupport",
            ]),
    ],
    cLanguageStandard: .c17
)

for target in package.targets where target.type != .system && target.name != "CKernels" {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
    ]
}
